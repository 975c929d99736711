using System.Collections.Immutable;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>
/// Values for a type, good and bad ones: each branch, each enum value, every member absent, of every wrong kind, out of
/// range or one too many,
/// and the same inside of every member. A type that occurs again, in whichever command, is not varied again in full:
/// the server and QEMU have one
/// way to read a type, QEMU reads a byte at a time, and recursive ones would have no end.
/// </summary>
internal sealed class Variations
{
    private static readonly string[] s_kinds = ["null", "true", "5", "1.5", "\"x\"", "[]", "{}"];

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

    private readonly HashSet<string> _varied = new(StringComparer.Ordinal);

    /// <summary>The values for a type.</summary>
    public IEnumerable<string> Of(SchemaType type) =>
        type switch
        {
            ObjectType o => Objects(o),
            ArrayType array => Arrays(array),
            AlternateType alternate => [.. s_kinds, .. alternate.Branches.SelectMany(branch => Of(branch.Type.Target))],
            EnumType e =>
            [
                .. s_kinds,
                .. e.Values.Select(value => SampleValue.Quoted(value.Name)),
                "\"\"",
                "\"no-such-value\"",
                SampleValue.Quoted(e.Values[0].Name.ToUpperInvariant()),
            ],
            BuiltinType { Kind: BuiltinKind.Int } => [.. s_kinds, .. s_integers],
            _ => [.. s_kinds, "\"\"", "-1e100"],
        };

    private IEnumerable<string> Arrays(ArrayType array)
    {
        string item = SampleValue.Of(array.Item.Target);
        return
        [
            .. s_kinds,
            $"[{item},{item}]",
            $"[{item},null]",
            .. Of(array.Item.Target).Select(value => $"[{value}]"),
        ];
    }

    private IEnumerable<string> Objects(ObjectType type)
    {
        bool again = !_varied.Add(type.Name);
        IEnumerable<Shape> shapes = again ? Shape.Of(type).Take(1) : Shape.Of(type);
        return [.. s_kinds, .. shapes.SelectMany(shape => Objects(shape, again))];
    }

    private IEnumerable<string> Objects(Shape shape, bool again)
    {
        ImmutableSortedDictionary<string, string> least = SampleValue
            .MembersOf(shape)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        ImmutableSortedDictionary<string, string> all = least.AddRange(
            shape
                .Members.Where(member => member.Optional)
                .Select(member => KeyValuePair.Create(member.Name, SampleValue.Of(member, shape)))
        );
        List<ImmutableSortedDictionary<string, string>> objects =
        [
            least,
            least.Add("no-such-member", "1"),
            all,
            all.Add("no-such-member", "1"),
        ];
        foreach (SchemaMember member in shape.Members)
        {
            objects.Add(least.Remove(member.Name));
            objects.Add(all.Remove(member.Name).Add("no-such-member", "1"));
            if (!again)
            {
                objects.AddRange(Of(member.Type.Target).Select(value => least.SetItem(member.Name, value)));
            }
        }

        // Two faults at once: which of them is told depends on the order in which they are looked for.
        objects.AddRange(
            shape.Members.Zip(
                shape.Members.Skip(1),
                (first, second) => least.Remove(first.Name).SetItem(second.Name, "{}")
            )
        );
        return objects.Select(SampleValue.Print);
    }
}
