using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Names the types of dumps by the built-in catalogue.</summary>
internal static class DumpNames
{
    /// <summary>Reads a committed dump.</summary>
    public static QmpSchema Read(string file) => Parse(TestFile.Read(file));

    public static QmpSchema Parse(string dump) =>
        SchemaReader.Read(new SourceFile("dump", dump), CancellationToken.None).Value!;

    /// <summary>Names the types that are reachable from commands and events.</summary>
    /// <param name="without">A release to remove from the catalogue, or null.</param>
    /// <returns>The names by the name in the dump.</returns>
    public static IReadOnlyDictionary<string, NamedType> Map(QmpSchema schema, string? without = null)
    {
        NameCatalogue catalogue = without is null ? BuiltInCatalogue.Value : BuiltInCatalogue.Value.Without(without);
        HashSet<string> reachable = [.. FindReachable(schema)];
        return NameMapper
            .Map(schema, [catalogue])
            .Where(type => reachable.Contains(type.Id))
            .ToDictionary(type => type.Id);
    }

    /// <summary>Finds the types in the same place of two dumps.</summary>
    public static IReadOnlyCollection<(string One, string Other)> FindCommonPlaces(QmpSchema one, QmpSchema other)
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
                .BreadthFirst(roots, pair => GetCommonTargets(pair.One, pair.Other))
                .Where(pair => pair.One.Entity is SchemaType)
                .Select(pair => (pair.One.Entity.Name, pair.Other.Entity.Name)),
        ];
    }

    private static IEnumerable<(DumpNode One, DumpNode Other)> GetCommonTargets(DumpNode one, DumpNode other)
    {
        foreach (DumpPlace place in one.Places)
        {
            if (
                place.Target is { } target
                && other.Places.FirstOrDefault(candidate => candidate.Key == place.Key)?.Target is { } counterpart
                && target.Kind == counterpart.Kind
            )
            {
                yield return (target, counterpart);
            }
        }
    }

    private static IEnumerable<string> FindReachable(QmpSchema schema) =>
        GraphTraversal.BreadthFirst(new DumpGraph(schema).Roots, node => node.Targets).Select(node => node.Entity.Name);
}
