using System.Collections.Concurrent;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Checks before sending that a server supports the arguments of a command.</summary>
/// <param name="compiled">The schema of the bindings.</param>
/// <param name="view">The part of it that the server has.</param>
internal sealed class ArgumentInspector(QmpCompiledSchema compiled, SchemaView view)
{
    private readonly ConcurrentDictionary<CommandNode, bool> _differs = new();

    /// <summary>Checks the arguments.</summary>
    /// <inheritdoc cref="ServerFeatures.Check"/>
    public void Check(CommandNode command, ReadOnlyMemory<byte> arguments, string server)
    {
        if (command.Arguments is null || !_differs.GetOrAdd(command, node => Differs(node.Arguments!)))
        {
            return;
        }

        using JsonDocument document = JsonDocument.Parse(
            arguments.IsEmpty ? "{}"u8.ToArray() : arguments,
            JsonDefaults.DocumentOptions
        );
        new Inspection(compiled.Bindings, view, command, server).Visit(command.Arguments, document.RootElement, "");
    }

    /// <summary>Gets whether the server lacks a part of a type, or requires an optional member.</summary>
    private bool Differs(TypeNode start)
    {
        HashSet<TypeNode> met = [start];
        Queue<TypeNode> pending = new(met);
        while (pending.TryDequeue(out TypeNode? type))
        {
            if (HasDifference(type))
            {
                return true;
            }

            foreach (TypeNode part in PartsOf(type).Where(met.Add))
            {
                pending.Enqueue(part);
            }
        }

        return false;
    }

    private bool HasDifference(TypeNode type) =>
        type switch
        {
            EnumNode item => item.Values.Any(value => !view.Has(item, value)),
            ObjectNode item => item.Cases.Any(@case => !view.Has(item, @case))
                || item.Members.Any(member =>
                    !view.Has(item, member) || (member.Optional && view.Requires(item, member))
                ),
            _ => false,
        };

    private static IEnumerable<TypeNode> PartsOf(TypeNode type) =>
        type switch
        {
            ListNode item => [item.Item],
            AlternateNode item => item.Branches,
            ObjectNode item => item
                .Members.Select(member => member.Type)
                .Concat(item.Cases.Select(@case => @case.Type).OfType<TypeNode>()),
            _ => [],
        };

    /// <summary>The inspection of one call.</summary>
    private sealed class Inspection(BindingsSchema bindings, SchemaView view, CommandNode command, string server)
    {
        public void Visit(TypeNode type, JsonElement value, string place)
        {
            switch (type, value.ValueKind)
            {
                case (ListNode item, JsonValueKind.Array):
                    foreach (JsonElement element in value.EnumerateArray())
                    {
                        Visit(item.Item, element, place);
                    }

                    break;
                case (ObjectNode item, JsonValueKind.Object):
                    VisitObject(item, value, place);
                    break;
                case (EnumNode item, JsonValueKind.String):
                    VisitEnum(item, value.GetString()!, place);
                    break;
                case (AlternateNode item, _):
                    if (item.Branches.FirstOrDefault(branch => Accepts(branch, value.ValueKind)) is { } branch)
                    {
                        Visit(branch, value, place);
                    }

                    break;
            }
        }

        private void VisitObject(ObjectNode type, JsonElement value, string place)
        {
            // The schema of a server does not describe any value, or the cases of a plain object.
            if (!view.Has(type))
            {
                return;
            }

            foreach (MemberNode member in type.Members)
            {
                string memberPlace = place.Length == 0 ? member.Name : $"{place}.{member.Name}";
                if (!value.TryGetProperty(member.Name, out JsonElement argument))
                {
                    CheckRequired(type, member, memberPlace);
                    continue;
                }

                if (!view.Has(type, member))
                {
                    throw CreateUnsupported($"the argument '{memberPlace}'", bindings.FormatReleases(member, type));
                }

                Visit(member.Type, argument, memberPlace);
            }

            if (
                type.Tag is { } tag
                && value.TryGetProperty(tag, out JsonElement tagValue)
                && tagValue.ValueKind == JsonValueKind.String
                && type.FindCase(tagValue.GetString()!) is { } @case
            )
            {
                VisitCase(type, @case, value, place);
            }
        }

        private void VisitCase(ObjectNode union, CaseNode @case, JsonElement value, string place)
        {
            if (!view.Has(union, @case))
            {
                string tag = place.Length == 0 ? union.Tag! : $"{place}.{union.Tag}";
                throw CreateUnsupported(
                    $"the value '{@case.Name}' of the argument '{tag}'",
                    bindings.FormatReleases(@case, union)
                );
            }

            if (@case.Type is { } type)
            {
                VisitObject(type, value, place);
            }
        }

        private void VisitEnum(EnumNode type, string text, string place)
        {
            if (view.Has(type) && type.FindValue(text) is { } value && !view.Has(type, value))
            {
                throw CreateUnsupported(
                    $"the value '{text}' of the argument '{place}'",
                    bindings.FormatReleases(value, type)
                );
            }
        }

        private void CheckRequired(ObjectNode owner, MemberNode member, string place)
        {
            if (member.Optional && view.Requires(owner, member))
            {
                throw new QmpArgumentException(
                    $"'{command.Name}' was not sent, because {server} requires the argument '{place}'. Set it."
                );
            }
        }

        private QmpNotSupportedException CreateUnsupported(string part, string releases) =>
            new(
                $"'{command.Name}' was not sent, because {server} does not have {part}. Releases with it: {releases}. "
                    + "Omit it, or check Supports first."
            );

        private static bool Accepts(TypeNode type, JsonValueKind kind) =>
            (type, kind) switch
            {
                (ObjectNode, JsonValueKind.Object) => true,
                (ListNode, JsonValueKind.Array) => true,
                (EnumNode, JsonValueKind.String) => true,
                _ => false,
            };
    }
}
