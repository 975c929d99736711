using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>
/// Names for the types whose own nobody knows: each gets the name of the shortest path that leads to it from a command
/// or an event,
/// <c>Pascal(command) + member…</c>, and of several equally short ones the first in ordinal order.
/// </summary>
internal static class PathNames
{
    /// <summary>Names the types that commands and events reach and that have no name yet.</summary>
    /// <param name="schema">The dump.</param>
    /// <param name="usage">Which of them are types of their own.</param>
    /// <param name="scope">The names that are taken, which come first.</param>
    /// <param name="names">The names of the types by their names in the dump.</param>
    public static void Assign(QmpSchema schema, TypeUsage usage, NameScope scope, IDictionary<string, string> names)
    {
        HashSet<string> known = new(names.Keys, StringComparer.Ordinal);
        HashSet<(string Type, bool Inline)> walked = [];
        List<Step> level = [.. Roots(schema)];
        while (level.Count > 0)
        {
            List<Step> next = [];
            foreach (
                Step step in level
                    .OrderBy(step => step.Name, StringComparer.Ordinal)
                    .ThenBy(step => step.WirePath, StringComparer.Ordinal)
            )
            {
                SchemaType type = Element(step.Type);
                string path = step.Path;
                if (
                    !step.Inline
                    && type is not (BuiltinType or ArrayType)
                    && usage.IsStandalone(type)
                    && !known.Contains(type.Name)
                )
                {
                    if (names.ContainsKey(type.Name))
                    {
                        continue;
                    }

                    path = scope.TakeType(type, step.Name);
                    names.Add(type.Name, path);
                }

                if (walked.Add((type.Name, step.Inline)))
                {
                    next.AddRange(Steps(type, step.Suffixed ? step.Path : path, step.WirePath));
                }
            }

            level = next;
        }
    }

    private static IEnumerable<Step> Roots(QmpSchema schema)
    {
        foreach (SchemaCommand command in schema.Commands)
        {
            string name = CSharpName.Pascal(command.Name);
            if (command.Arguments?.Target is ObjectType arguments)
            {
                yield return new Step(arguments, name, "Arguments", $"{command.Name}(", Inline: !arguments.IsUnion);
            }

            if (command.Answer is not null)
            {
                yield return new Step(command.Answer, name, "Result", $"{command.Name})", Inline: false);
            }
        }

        foreach (SchemaEvent @event in schema.Events)
        {
            if (@event.Data?.Target is ObjectType data)
            {
                yield return new Step(data, CSharpName.Pascal(@event.Name), "Data", @event.Name, Inline: !data.IsUnion);
            }
        }
    }

    private static IEnumerable<Step> Steps(SchemaType type, string path, string wirePath)
    {
        switch (type)
        {
            case ObjectType item:
                foreach (SchemaMember member in item.Members)
                {
                    yield return new Step(
                        member.Type.Target,
                        path + CSharpName.Pascal(member.Name),
                        "",
                        $"{wirePath}.{member.Name}",
                        Inline: false
                    );
                }

                foreach (SchemaVariant variant in item.Variants)
                {
                    yield return new Step(
                        variant.Type.Target,
                        path + CSharpName.Pascal(variant.Case),
                        "",
                        $"{wirePath}:{variant.Case}",
                        Inline: true
                    );
                }

                break;
            case AlternateType alternate:
                foreach (SchemaBranch branch in alternate.Branches)
                {
                    yield return new Step(
                        branch.Type.Target,
                        path + "Value",
                        "",
                        $"{wirePath}|{SchemaPlaces.KeyOf(branch).Name}",
                        Inline: false
                    );
                }

                break;
        }
    }

    private static SchemaType Element(SchemaType type)
    {
        for (int depth = 0; type is ArrayType array && depth < ArrayType.MaxDepth; depth++)
        {
            type = array.Item.Target;
        }

        return type;
    }

    /// <param name="Type">Where the path leads.</param>
    /// <param name="Path">The path so far: what the names of the members below begin with.</param>
    /// <param name="Suffix">What the name of the type itself ends with, at the root, where the path is the command's
    /// own name.</param>
    /// <param name="WirePath">The path in wire names, which tells apart what comes out alike in C#, whatever the order
    /// of the dump.</param>
    /// <param name="Inline">Whether the members become part of another type.</param>
    private sealed record Step(SchemaType Type, string Path, string Suffix, string WirePath, bool Inline)
    {
        public string Name => Path + Suffix;

        public bool Suffixed => Suffix.Length > 0;
    }
}
