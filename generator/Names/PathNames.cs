using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>Names the types whose QEMU name is unknown after the shortest path to them.</summary>
/// <remarks>
/// The path starts at a command or event: <c>Pascal(command) + member…</c>. Of several equally short paths the first
/// in ordinal order wins.
/// </remarks>
internal static class PathNames
{
    /// <summary>Names the types that commands and events reach and that do not have a name yet.</summary>
    /// <param name="usage">The types that are used directly.</param>
    /// <param name="names">The names of the types, by their names in the dump. The new ones are added.</param>
    public static void Assign(QmpSchema schema, TypeUsage usage, NameScope scope, IDictionary<string, string> names)
    {
        HashSet<string> known = new(names.Keys, StringComparer.Ordinal);
        HashSet<(string Type, bool Inline)> visited = [];
        List<Step> level = [.. FindRoots(schema)];
        while (level.Count > 0)
        {
            List<Step> next = [];
            foreach (
                Step step in level
                    .OrderBy(step => step.Name, StringComparer.Ordinal)
                    .ThenBy(step => step.WirePath, StringComparer.Ordinal)
            )
            {
                SchemaType type = UnwrapArrays(step.Type);
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

                    path = scope.ReserveType(type, step.Name);
                    names.Add(type.Name, path);
                }

                if (visited.Add((type.Name, step.Inline)))
                {
                    next.AddRange(FindSteps(type, step.Suffixed ? step.Path : path, step.WirePath));
                }
            }

            level = next;
        }
    }

    private static IEnumerable<Step> FindRoots(QmpSchema schema)
    {
        foreach (SchemaCommand command in schema.Commands)
        {
            string name = CSharpName.ToPascalCase(command.Name);
            if (command.Arguments?.Target is ObjectType arguments)
            {
                yield return new Step(arguments, name, "Arguments", $"{command.Name}(", Inline: !arguments.IsUnion);
            }

            if (command.ReturnType is not null)
            {
                yield return new Step(command.ReturnType, name, "Result", $"{command.Name})", Inline: false);
            }
        }

        foreach (SchemaEvent @event in schema.Events)
        {
            if (@event.Data?.Target is ObjectType data)
            {
                yield return new Step(
                    data,
                    CSharpName.ToPascalCase(@event.Name),
                    "Data",
                    @event.Name,
                    Inline: !data.IsUnion
                );
            }
        }
    }

    private static IEnumerable<Step> FindSteps(SchemaType type, string path, string wirePath)
    {
        switch (type)
        {
            case ObjectType item:
                foreach (SchemaMember member in item.Members)
                {
                    yield return new Step(
                        member.Type.Target,
                        path + CSharpName.ToPascalCase(member.Name),
                        "",
                        $"{wirePath}.{member.Name}",
                        Inline: false
                    );
                }

                foreach (SchemaVariant variant in item.Variants)
                {
                    yield return new Step(
                        variant.Type.Target,
                        path + CSharpName.ToPascalCase(variant.Case),
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
                        $"{wirePath}|{PlaceKey.FromBranch(branch).Name}",
                        Inline: false
                    );
                }

                break;
        }
    }

    private static SchemaType UnwrapArrays(SchemaType type)
    {
        for (int depth = 0; type is ArrayType array && depth < ArrayType.MaxDepth; depth++)
        {
            type = array.Item.Target;
        }

        return type;
    }

    /// <summary>A type at the end of a path.</summary>
    /// <param name="Path">The path in C# names: the start of the names of the type's members.</param>
    /// <param name="Suffix">The end of the name. At a root, the path alone is the name of the command.</param>
    /// <param name="WirePath">The path in wire names. It orders paths whose C# names are the same.</param>
    /// <param name="Inline">Whether the members become part of another type.</param>
    private sealed record Step(SchemaType Type, string Path, string Suffix, string WirePath, bool Inline)
    {
        public string Name => Path + Suffix;

        public bool Suffixed => Suffix.Length > 0;
    }
}
