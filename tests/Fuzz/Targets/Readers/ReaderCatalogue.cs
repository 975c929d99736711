using System.Reflection;
using System.Runtime.CompilerServices;
using QmpGen.CodeGeneration;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>Finds the generated readers of replies, events and arguments.</summary>
internal static class ReaderCatalogue
{
    /// <summary>The namespaces of the bindings, and the dumps that they are generated from.</summary>
    public static IReadOnlyDictionary<string, string> Dumps { get; } =
        new Dictionary<string, string>
        {
            ["Qemu72"] = "qemu-7.2",
            ["Qemu111"] = "qemu-11.1",
            ["Qga"] = "qga-7.2",
        };

    /// <summary>Finds the readers of a namespace. Their kind is <c>reply</c>, <c>event</c> or
    /// <c>arguments</c>.</summary>
    public static IEnumerable<(string Kind, string WireName, GeneratedReader Reader)> FindAll(string bindings)
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
                string name = GetWireName(type);
                yield return ("arguments", name, CreateReader(nameof(CreateArgumentsReader), type, type, name));
                if (GetResultType(type) is { } result)
                {
                    yield return ("reply", name, CreateReader(nameof(CreateReplyReader), type, result, name));
                }
            }
            else if (type.IsAssignableTo(typeof(QmpEvent)))
            {
                yield return (
                    "event",
                    GetWireName(type),
                    CreateEventReader(GetWireName(type), GetEventReader(bindings))
                );
            }
        }
    }

    private static string GetWireName(Type type) =>
        (string)type.GetProperty("WireName", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    private static Type? GetResultType(Type command) =>
        command
            .GetInterfaces()
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IQmpCommand<>))
            ?.GenericTypeArguments[0];

    private static QmpEventReader GetEventReader(string bindings)
    {
        Type client = typeof(ReaderCatalogue)
            .Assembly.GetTypes()
            .Single(type => type.Namespace == bindings && type.BaseType == typeof(QmpClient));
        return (
            (QmpBindings)client.GetField("s_bindings", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!
        ).ReadEvent;
    }

    private static GeneratedReader CreateReader(string method, Type command, Type argument, string name) =>
        (GeneratedReader)
            typeof(ReaderCatalogue)
                .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(argument)
                .Invoke(null, [RuntimeHelpers.GetUninitializedObject(command), name])!;

    private static GeneratedReader<TResult> CreateReplyReader<TResult>(IQmpCommand<TResult> command, string name) =>
        new($"the reply to '{name}'", command.ReadResult, ((IQmpResultWriter<TResult>)command).WriteResult);

    private static GeneratedReader<TCommand> CreateArgumentsReader<TCommand>(IQmpCommand command, string name)
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

    private static GeneratedReader<QmpEvent> CreateEventReader(string name, QmpEventReader events) =>
        new(
            $"the event {name}",
            (ref QmpReader reader) =>
                events(name, ref reader) ?? throw new FindingException($"The bindings do not read their event {name}."),
            (writer, value) =>
            {
                writer.WriteStartObject();
                ((IQmpObject)value).WriteMembers(writer);
                writer.WriteEndObject();
            }
        );
}
