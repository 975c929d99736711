using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Finds wire names that lead to the same C# name, so that one of them gets a number.</summary>
internal sealed class NameCollisions
{
    private readonly Dictionary<string, NamedSpan> _met = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];

    private NameCollisions() { }

    /// <summary>Finds a problem for each name that changed.</summary>
    /// <remarks>The cases of a union are reported with the enum of its tag.</remarks>
    public static IReadOnlyList<Problem> Find(QmpSchema schema, TypeUsage usage, TypeNames names)
    {
        NameCollisions collisions = new();
        collisions.Check(
            "the commands",
            schema.Commands.Select(command => new NamedSpan(command.Name, command.Span)),
            () => schema.Commands.ToDictionary(command => command.Name, names.GetName)
        );
        collisions.Check(
            "the events",
            schema.Events.Select(@event => new NamedSpan(@event.Name, @event.Span)),
            () => schema.Events.ToDictionary(@event => @event.Name, names.GetName)
        );
        foreach (SchemaType type in schema.Types.Values.Where(usage.IsUsed))
        {
            if (type is EnumType item)
            {
                collisions.Check(
                    $"the enum '{type.Name}'",
                    item.Values.Select(value => new NamedSpan(value.Name, value.Span)),
                    () => names.GetValueNames(item)
                );
            }
            else if (type is ObjectType owner)
            {
                // QAPI allows members that differ only in case; QEMU 2.5 has PC and pc.
                collisions.Check(
                    $"the object '{type.Name}'",
                    owner.Members.Select(member => new NamedSpan(member.Name, member.Span)),
                    () => MemberNames(owner),
                    ignoreCase: true
                );
            }
        }

        return collisions._problems;
    }

    private void Check(
        string scope,
        IEnumerable<NamedSpan> wireNames,
        Func<IReadOnlyDictionary<string, string>> names,
        bool ignoreCase = false
    )
    {
        _met.Clear();
        Lazy<IReadOnlyDictionary<string, string>> known = new(names);
        foreach (NamedSpan name in wireNames)
        {
            string pascal = CSharpName.ToPascalCase(name.Text);
            if (!_met.TryGetValue(pascal, out NamedSpan other))
            {
                _met.Add(pascal, name);
                continue;
            }

            // The first in ordinal order keeps the name.
            (NamedSpan first, NamedSpan second) =
                string.CompareOrdinal(other.Text, name.Text) <= 0 ? (other, name) : (name, other);
            _met[pascal] = first;
            if (
                !string.Equals(
                    first.Text,
                    second.Text,
                    ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal
                )
            )
            {
                _problems.Add(
                    new Problem(
                        DiagnosticRules.NameCollision,
                        second.Span.ToLocation(),
                        scope,
                        first.Text,
                        known.Value[first.Text],
                        second.Text,
                        known.Value[second.Text]
                    )
                );
            }
        }
    }

    private static IReadOnlyDictionary<string, string> MemberNames(ObjectType owner) =>
        new NameScope([]).ReserveAll(owner.Members.Select(member => member.Name), MemberBuilder.Suffix);

    private readonly record struct NamedSpan(string Text, SourceSpan Span);
}
