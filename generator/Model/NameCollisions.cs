using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Finds wire names of one scope that come out alike in C#, so that one of them has a name that nobody would
/// guess.</summary>
internal sealed class NameCollisions
{
    private readonly Dictionary<string, WireName> _met = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];

    private NameCollisions() { }

    /// <summary>One problem for each name that had to yield. The cases of a union go by the enum of its tag.</summary>
    /// <param name="schema">The dump.</param>
    /// <param name="usage">Which of its types are generated.</param>
    /// <param name="names">The names of what stands in the namespace.</param>
    public static IReadOnlyList<Problem> Find(QmpSchema schema, TypeUsage usage, TypeNames names)
    {
        NameCollisions collisions = new();
        collisions.Check(
            "the commands",
            schema.Commands.Select(command => new WireName(command.Name, command.Span)),
            () => schema.Commands.ToDictionary(command => command.Name, names.NameOf)
        );
        collisions.Check(
            "the events",
            schema.Events.Select(@event => new WireName(@event.Name, @event.Span)),
            () => schema.Events.ToDictionary(@event => @event.Name, names.NameOf)
        );
        foreach (SchemaType type in schema.Types.Values.Where(usage.IsUsed))
        {
            if (type is EnumType item)
            {
                collisions.Check(
                    $"the enum '{type.Name}'",
                    item.Values.Select(value => new WireName(value.Name, value.Span)),
                    () => EnumBuilder.ValueNames(item)
                );
            }
            else if (type is ObjectType owner)
            {
                // QEMU's rules let members differ in capitals alone, and 2.5 has two that do: PC and pc.
                collisions.Check(
                    $"the object '{type.Name}'",
                    owner.Members.Select(member => new WireName(member.Name, member.Span)),
                    () => MemberNames(owner),
                    besideCapitals: true
                );
            }
        }

        return collisions._problems;
    }

    private void Check(
        string scope,
        IEnumerable<WireName> wireNames,
        Func<IReadOnlyDictionary<string, string>> names,
        bool besideCapitals = false
    )
    {
        _met.Clear();
        foreach (WireName name in wireNames)
        {
            string pascal = CSharpName.ToPascalCase(name.Text);
            if (!_met.TryGetValue(pascal, out WireName other))
            {
                _met.Add(pascal, name);
                continue;
            }

            // The first in ordinal order keeps the name.
            (WireName first, WireName second) =
                string.CompareOrdinal(other.Text, name.Text) <= 0 ? (other, name) : (name, other);
            _met[pascal] = first;
            if (
                !string.Equals(
                    first.Text,
                    second.Text,
                    besideCapitals ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal
                )
            )
            {
                _problems.Add(
                    new Problem(
                        DiagnosticRules.NameCollision,
                        second.Span.ToLocation(),
                        scope,
                        first.Text,
                        names()[first.Text],
                        second.Text,
                        names()[second.Text]
                    )
                );
            }
        }
    }

    private static IReadOnlyDictionary<string, string> MemberNames(ObjectType owner) =>
        new NameScope([]).ReserveAll(owner.Members.Select(member => member.Name), MemberBuilder.Suffix);

    private readonly record struct WireName(string Text, SourceSpan Span);
}
