using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Naming;

/// <summary>How a type of a dump is named.</summary>
/// <param name="Id">Its name in the dump.</param>
/// <param name="QemuName">Its name in QEMU's source; null where nobody knows it.</param>
/// <param name="CSharp">The types of the bindings that have its members, without the namespace: several where unions
/// share a branch; none where it has no
/// members, or nothing refers to it.</param>
internal sealed record NamedType(string Id, string? QemuName, IReadOnlyList<string> CSharp);

/// <summary>Names the types of a dump as the generator does.</summary>
internal sealed class NameMap
{
    private readonly QmpSchema _schema;
    private readonly TypeUsage _usage;
    private readonly TypeNames _names;
    private readonly Dictionary<string, SortedSet<string>> _types = new(StringComparer.Ordinal);

    private NameMap(QmpSchema schema, SchemaMetadata facts)
    {
        _schema = schema;
        _usage = new TypeUsage(schema, bothDirections: false);
        _names = new TypeNames(schema, _usage, facts, clientName: "QemuClient");
    }

    /// <summary>The objects, enums and alternates of a dump, in its order.</summary>
    /// <param name="schema">The dump.</param>
    /// <param name="catalogues">The catalogues, each of which goes before the next.</param>
    public static IReadOnlyList<NamedType> Of(QmpSchema schema, IReadOnlyList<NameCatalogue> catalogues)
    {
        SchemaMetadata facts = SchemaMetadata.Find(schema, catalogues, CancellationToken.None);
        NameMap map = new(schema, facts);
        map.AddRoots();
        map.AddStandalone();
        return
        [
            .. schema
                .Types.Values.Where(type => type is ObjectType or EnumType or AlternateType)
                .Select(type => new NamedType(
                    type.Name,
                    facts.NameOf(type),
                    [.. map._types.GetValueOrDefault(type.Name) ?? []]
                )),
        ];
    }

    private void AddRoots()
    {
        foreach (SchemaCommand command in _schema.Commands)
        {
            AddMembers(command.Arguments?.Target, _names.NameOf(command));
        }

        foreach (SchemaEvent @event in _schema.Events)
        {
            AddMembers(@event.Data?.Target, _names.NameOf(@event));
        }
    }

    /// <summary>The members of an object become those of the command, event or branch itself.</summary>
    private void AddMembers(SchemaType? type, string name)
    {
        if (type is ObjectType { IsUnion: false, IsEmpty: false })
        {
            Add(type, name);
        }
    }

    private void AddStandalone()
    {
        foreach (
            SchemaType type in _schema
                .Types.Values.Where(_usage.IsStandalone)
                .Where(type => type is ObjectType or EnumType or AlternateType)
        )
        {
            Add(type, _names.NameOf(type));
            if (type is ObjectType { IsUnion: true } union)
            {
                AddBranches(union, [_names.NameOf(type)]);
            }
        }
    }

    /// <param name="union">The union.</param>
    /// <param name="enclosing">Its name and those of the unions that it is nested in, from the inside.</param>
    private void AddBranches(ObjectType union, IReadOnlyList<string> enclosing)
    {
        IReadOnlyDictionary<string, string> names = BranchNames.Assign(union, enclosing);
        foreach (SchemaVariant variant in union.Variants.Where(variant => names.ContainsKey(variant.Case)))
        {
            string[] inside = [names[variant.Case], .. enclosing];
            AddMembers(variant.Type.Target, string.Join('.', inside.Reverse()));
            if (variant.Type.Target is ObjectType { IsUnion: true } nested)
            {
                Add(nested, string.Join('.', inside.Reverse()));
                AddBranches(nested, inside);
            }
        }
    }

    private void Add(SchemaType type, string name)
    {
        if (!_types.TryGetValue(type.Name, out SortedSet<string>? names))
        {
            _types.Add(type.Name, names = new(StringComparer.Ordinal));
        }

        names.Add(name);
    }
}
