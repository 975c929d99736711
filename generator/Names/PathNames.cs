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
    /// <returns>The first types on each path that is too long for a name.</returns>
    public static IReadOnlyList<LongPath> Assign(
        QmpSchema schema,
        TypeUsage usage,
        NameScope scope,
        IDictionary<string, string> names
    )
    {
        HashSet<string> known = new(names.Keys, StringComparer.Ordinal);
        HashSet<(string Type, bool Inline)> visited = [];
        Dictionary<string, LongPath> unnamed = new(StringComparer.Ordinal);
        List<Step> level = [.. FindRoots(schema)];
        while (level.Count > 0)
        {
            List<Step> next = [];
            foreach (
                Step step in level
                    .OrderBy(step => step.IsTooLong)
                    .ThenBy(step => step.Name, StringComparer.Ordinal)
                    .ThenBy(step => step.WirePath, StringComparer.Ordinal)
            )
            {
                SchemaType type = step.Type;
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

                    if (step.IsTooLong)
                    {
                        unnamed[type.Name] = new LongPath(type, step.Path.Length, step.WirePath.Length);
                        continue;
                    }

                    path = scope.ReserveType(type, step.Name);
                    names.Add(type.Name, path);
                }

                if (visited.Add((type.Name, step.Inline)))
                {
                    next.AddRange(FindSteps(step, step.Suffix.Length > 0 ? step.Path : path));
                }
            }

            level = next;
        }

        return [.. unnamed.Values.Where(path => !names.ContainsKey(path.Type.Name))];
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

            if (command.ReturnType is { } result)
            {
                yield return new Step(ArrayType.Unwrap(result), name, "Result", $"{command.Name})", Inline: false);
            }
        }

        foreach (SchemaEvent @event in schema.Events)
        {
            if (@event.Data?.Target is ObjectType data)
            {
                string name = CSharpName.ToPascalCase(@event.Name);
                yield return new Step(data, name, "Data", @event.Name, Inline: !data.IsUnion);
            }
        }
    }

    private static IEnumerable<Step> FindSteps(Step step, string path) =>
        step.Type switch
        {
            ObjectType item =>
            [
                .. item.Members.SelectMany(member =>
                    Enter(step, path, member.Type, member.Name, CSharpName.ToPascalCase(member.Name), '.')
                ),
                .. item.Variants.SelectMany(variant =>
                    Enter(step, path, variant.Type, variant.Case, CSharpName.ToPascalCase(variant.Case), ':')
                ),
            ],
            AlternateType alternate => alternate.Branches.SelectMany(branch =>
                Enter(step, path, branch.Type, PlaceKey.FromBranch(branch).Name, "Value", '|')
            ),
            _ => [],
        };

    /// <summary>Continues a path. Builtins do not have a name, and a path that is too long does not grow.</summary>
    private static IEnumerable<Step> Enter(
        Step step,
        string path,
        TypeReference reference,
        string wireName,
        string name,
        char separator
    ) =>
        ArrayType.Unwrap(reference.Target) is not (BuiltinType or ArrayType) and var type
            ?
            [
                step.IsTooLong
                    ? step with
                    {
                        Type = type,
                        Inline = separator == ':',
                    }
                    : new Step(type, path + name, "", $"{step.WirePath}{separator}{wireName}", separator == ':'),
            ]
            : [];

    /// <summary>A type at the end of a path.</summary>
    /// <param name="Path">The path in C# names: the start of the names of the type's members.</param>
    /// <param name="Suffix">The end of the name. At a root, the path alone is the name of the command.</param>
    /// <param name="WirePath">The path in wire names. It orders paths whose C# names are the same.</param>
    /// <param name="Inline">Whether the members become part of another type.</param>
    private sealed record Step(SchemaType Type, string Path, string Suffix, string WirePath, bool Inline)
    {
        public string Name => Path + Suffix;

        public bool IsTooLong => Path.Length > SchemaBounds.PathLength || WirePath.Length > SchemaBounds.WirePathLength;
    }
}

/// <summary>A type that does not have a name because the path to it is too long.</summary>
/// <param name="Length">The length of the path in C# names.</param>
/// <param name="WireLength">The length of the path in wire names.</param>
internal sealed record LongPath(SchemaType Type, int Length, int WireLength);
