using System.Reflection;
using System.Runtime.CompilerServices;
using QmpGen.CodeGeneration;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>Finds every type of the bindings that reads what a peer sent: answers, events, and the arguments of
/// commands, which a server reads.</summary>
internal static class ReaderCatalogue
{
    /// <summary>The bindings by their namespaces, and the dumps that they are made from.</summary>
    public static IReadOnlyDictionary<string, string> Dumps { get; } =
        new Dictionary<string, string>
        {
            ["Qemu72"] = "qemu-7.2",
            ["Qemu111"] = "qemu-11.1",
            ["Qga"] = "qga-7.2",
        };

    /// <summary>The readers of some bindings, by what they read: <c>answer query-status</c>.</summary>
    public static IEnumerable<(string Kind, string WireName, GeneratedReader Reader)> Of(string bindings)
    {
        foreach (
            Type type in typeof(ReaderCatalogue)
                .Assembly.GetTypes()
                .Where(type => type.Namespace == bindings)
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
        )
        {
            if (type.IsAssignableTo(typeof(IQmpCommand)) && !type.IsInterface)
            {
                string name = WireName(type);
                yield return ("arguments", name, Make(nameof(OfArguments), type, type, name));
                if (ResultOf(type) is { } result)
                {
                    yield return ("answer", name, Make(nameof(OfAnswer), type, result, name));
                }
            }
            else if (type.IsAssignableTo(typeof(QmpEvent)))
            {
                yield return ("event", WireName(type), OfEvent(WireName(type), ReaderOfEvents(bindings)));
            }
        }
    }

    private static string WireName(Type type) =>
        (string)type.GetProperty("WireName", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    private static Type? ResultOf(Type command) =>
        command
            .GetInterfaces()
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IQmpCommand<>))
            ?.GenericTypeArguments[0];

    private static QmpEventReader ReaderOfEvents(string bindings)
    {
        Type client = typeof(ReaderCatalogue)
            .Assembly.GetTypes()
            .Single(type => type.Namespace == bindings && type.BaseType == typeof(QmpClient));
        return (
            (QmpBindings)client.GetField("s_bindings", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!
        ).ReadEvent;
    }

    private static GeneratedReader Make(string method, Type command, Type argument, string name) =>
        (GeneratedReader)
            typeof(ReaderCatalogue)
                .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(argument)
                .Invoke(null, [RuntimeHelpers.GetUninitializedObject(command), name])!;

    private static GeneratedReader<TResult> OfAnswer<TResult>(IQmpCommand<TResult> command, string name) =>
        new($"the answer to '{name}'", command.ReadResult, ((IQmpResultWriter<TResult>)command).WriteResult);

    private static GeneratedReader<TCommand> OfArguments<TCommand>(IQmpCommand command, string name)
        where TCommand : IQmpServedCommand<TCommand> =>
        new(
            $"the arguments of '{command.WireName}'",
            TCommand.Read,
            (writer, value) =>
            {
                writer.WriteStartObject();
                value.WriteArguments(writer);
                writer.WriteEndObject();
            }
        );

    private static GeneratedReader<QmpEvent> OfEvent(string name, QmpEventReader events) =>
        new(
            $"the event {name}",
            (ref QmpReader reader) =>
                events(name, ref reader)
                ?? throw new FindingException($"The bindings do not know their own event {name}."),
            (writer, value) =>
            {
                writer.WriteStartObject();
                ((IQmpObject)value).WriteMembers(writer);
                writer.WriteEndObject();
            }
        );
}
