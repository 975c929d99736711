using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>How the types of dumps are named.</summary>
internal static class Names
{
    /// <summary>Reads a dump that stands beside the tests.</summary>
    public static QmpSchema Read(string file) => Parse(File.ReadAllText(Releases.InOutput(file)));

    public static QmpSchema Parse(string dump) =>
        SchemaReader.Read(new SourceFile("dump", dump), CancellationToken.None).Value!;

    /// <summary>Names the types that commands and events reach, by their names in the dump.</summary>
    /// <param name="schema">The dump.</param>
    /// <param name="without">A release that the catalogue is to lack.</param>
    public static IReadOnlyDictionary<string, NamedType> Of(QmpSchema schema, string? without = null)
    {
        NameCatalogue catalogue = without is null ? BuiltInCatalogue.Value : BuiltInCatalogue.Value.Without(without);
        HashSet<string> reached = [.. Reached(schema)];
        return NameMap.Of(schema, [catalogue]).Where(type => reached.Contains(type.Id)).ToDictionary(type => type.Id);
    }

    /// <summary>The types that stand in the same place of two dumps.</summary>
    public static IReadOnlyCollection<(string One, string Other)> InTheSamePlace(QmpSchema one, QmpSchema other)
    {
        Dictionary<(EntryKind, string), DumpNode> others = new DumpGraph(other).Roots.ToDictionary(node =>
            (node.Kind, node.Entity.Name)
        );
        IEnumerable<(DumpNode One, DumpNode Other)> roots = new DumpGraph(one)
            .Roots.Where(node => others.ContainsKey((node.Kind, node.Entity.Name)))
            .Select(node => (node, others[(node.Kind, node.Entity.Name)]));
        return
        [
            .. GraphTraversal
                .BreadthFirst(roots, pair => Below(pair.One, pair.Other))
                .Where(pair => pair.One.Entity is SchemaType)
                .Select(pair => (pair.One.Entity.Name, pair.Other.Entity.Name)),
        ];
    }

    private static IEnumerable<(DumpNode One, DumpNode Other)> Below(DumpNode one, DumpNode other)
    {
        foreach (DumpPlace part in one.Places)
        {
            if (
                part.Target is { } target
                && other.Places.FirstOrDefault(candidate => candidate.Key == part.Key)?.Target is { } counterpart
                && target.Kind == counterpart.Kind
            )
            {
                yield return (target, counterpart);
            }
        }
    }

    private static IEnumerable<string> Reached(QmpSchema schema) =>
        GraphTraversal.BreadthFirst(new DumpGraph(schema).Roots, node => node.Targets).Select(node => node.Entity.Name);
}
