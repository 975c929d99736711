using System.Collections.Immutable;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Creates valid and invalid values of a type.</summary>
/// <remarks>
/// The values cover each branch, each enum value, and members that are absent, unknown, out of range or of another
/// kind, at every level. A type that was varied before is varied less, because both servers read a type in the same way
/// everywhere, and because types can be recursive.
/// </remarks>
internal sealed class ValueVariations
{
    private static readonly string[] s_valueOfEachKind = ["null", "true", "5", "1.5", "\"x\"", "[]", "{}"];

    private static readonly string[] s_integers =
    [
        "0",
        "-0",
        "1",
        "-1",
        "127",
        "128",
        "-128",
        "-129",
        "255",
        "256",
        "32767",
        "32768",
        "-32768",
        "-32769",
        "65535",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "4294967295",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "1e2",
    ];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Creates the values of a type.</summary>
    public IEnumerable<string> Create(SchemaType type) =>
        type switch
        {
            ObjectType o => CreateObjects(o),
            ArrayType array => CreateArrays(array),
            AlternateType alternate =>
            [
                .. s_valueOfEachKind,
                .. alternate.Branches.SelectMany(branch => Create(branch.Type.Target)),
            ],
            EnumType e =>
            [
                .. s_valueOfEachKind,
                .. e.Values.Select(value => SampleValue.Quote(value.Name)),
                "\"\"",
                "\"no-such-value\"",
                SampleValue.Quote(e.Values[0].Name.ToUpperInvariant()),
            ],
            BuiltinType { Kind: BuiltinKind.Int } => [.. s_valueOfEachKind, .. s_integers],
            _ => [.. s_valueOfEachKind, "\"\"", "-1e100"],
        };

    private IEnumerable<string> CreateArrays(ArrayType array)
    {
        string item = SampleValue.Create(array.Item.Target);
        return
        [
            .. s_valueOfEachKind,
            $"[{item},{item}]",
            $"[{item},null]",
            .. Create(array.Item.Target).Select(value => $"[{value}]"),
        ];
    }

    private IEnumerable<string> CreateObjects(ObjectType type)
    {
        bool seen = !_seen.Add(type.Name);
        IEnumerable<ObjectLayout> layouts = seen ? ObjectLayout.FindAll(type).Take(1) : ObjectLayout.FindAll(type);
        return [.. s_valueOfEachKind, .. layouts.SelectMany(layout => CreateObjects(layout, seen))];
    }

    private IEnumerable<string> CreateObjects(ObjectLayout layout, bool seen)
    {
        ImmutableSortedDictionary<string, string> required = SampleValue
            .CreateRequiredMembers(layout)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        ImmutableSortedDictionary<string, string> all = required.AddRange(
            layout
                .Members.Where(member => member.Optional)
                .Select(member => KeyValuePair.Create(member.Name, SampleValue.Create(member, layout)))
        );
        List<ImmutableSortedDictionary<string, string>> objects =
        [
            required,
            required.Add("no-such-member", "1"),
            all,
            all.Add("no-such-member", "1"),
        ];
        foreach (SchemaMember member in layout.Members)
        {
            objects.Add(required.Remove(member.Name));
            objects.Add(all.Remove(member.Name).Add("no-such-member", "1"));
            if (!seen)
            {
                objects.AddRange(Create(member.Type.Target).Select(value => required.SetItem(member.Name, value)));
            }
        }

        // With two faults at once, the order of the checks decides which of them is reported.
        objects.AddRange(
            layout.Members.Zip(
                layout.Members.Skip(1),
                (first, second) => required.Remove(first.Name).SetItem(second.Name, "{}")
            )
        );
        return objects.Select(SampleValue.Print);
    }
}
