using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Naming;

/// <summary>The names of a type in a dump.</summary>
/// <param name="Id">The name in the dump.</param>
/// <param name="QemuName">The name in QEMU's source, or null if it is unknown.</param>
/// <param name="CSharpNames">The generated types with its members, without the namespace.</param>
/// <remarks>
/// A type that several unions use as a branch has several C# names. A type without members or references has none.
/// </remarks>
internal sealed record NamedType(string Id, string? QemuName, IReadOnlyList<string> CSharpNames);

/// <summary>Names the types of a dump as the generator does.</summary>
internal sealed class NameMapper
{
    private readonly QmpSchema _schema;
    private readonly TypeUsage _usage;
    private readonly TypeNames _names;
    private readonly Dictionary<string, SortedSet<string>> _types = new(StringComparer.Ordinal);

    private NameMapper(QmpSchema schema, SchemaMetadata metadata)
    {
        _schema = schema;
        _usage = new TypeUsage(schema, bothDirections: false);
        _names = new TypeNames(schema, _usage, metadata, clientName: "QemuClient");
    }

    /// <summary>Names the objects, enums and alternates of a dump.</summary>
    /// <param name="catalogues">The catalogues in order of priority.</param>
    public static IReadOnlyList<NamedType> Map(QmpSchema schema, IReadOnlyList<NameCatalogue> catalogues)
    {
        SchemaMetadata metadata = SchemaMetadata.Find(schema, catalogues, CancellationToken.None);
        NameMapper mapper = new(schema, metadata);
        mapper.AddRoots();
        mapper.AddStandalone();
        return
        [
            .. schema
                .Types.Values.Where(type => type is ObjectType or EnumType or AlternateType)
                .Select(type => new NamedType(
                    type.Name,
                    metadata.FindName(type),
                    [.. mapper._types.GetValueOrDefault(type.Name) ?? []]
                )),
        ];
    }

    private void AddRoots()
    {
        foreach (SchemaCommand command in _schema.Commands)
        {
            AddMembers(command.Arguments?.Target, _names.GetName(command));
        }

        foreach (SchemaEvent @event in _schema.Events)
        {
            AddMembers(@event.Data?.Target, _names.GetName(@event));
        }
    }

    /// <summary>Adds an object whose members become those of a command, event or branch.</summary>
    private void AddMembers(SchemaType? type, string name)
    {
        if (type is ObjectType { IsUnion: false, IsEmpty: false })
        {
            AddName(type, name);
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
            AddName(type, _names.GetName(type));
            if (type is ObjectType { IsUnion: true } union)
            {
                AddBranches(union, [_names.GetName(type)]);
            }
        }
    }

    /// <param name="enclosing">The names of the union and of the unions around it, starting with the innermost.</param>
    private void AddBranches(ObjectType union, IReadOnlyList<string> enclosing)
    {
        IReadOnlyDictionary<string, string> names = BranchNames.Assign(union, enclosing);
        foreach (SchemaVariant variant in union.Variants.Where(variant => names.ContainsKey(variant.Case)))
        {
            string[] path = [names[variant.Case], .. enclosing];
            string name = string.Join('.', path.Reverse());
            AddMembers(variant.Type.Target, name);
            if (variant.Type.Target is ObjectType { IsUnion: true } nested)
            {
                AddName(nested, name);
                AddBranches(nested, path);
            }
        }
    }

    private void AddName(SchemaType type, string name)
    {
        if (!_types.TryGetValue(type.Name, out SortedSet<string>? names))
        {
            _types.Add(type.Name, names = new(StringComparer.Ordinal));
        }

        names.Add(name);
    }
}
