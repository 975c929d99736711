using System.Collections.Concurrent;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The support of a server for the bindings of a client. Connections share an instance.</summary>
/// <param name="compiled">The schema of the bindings, which is read at the first use.</param>
/// <param name="view">The part of it that the server has.</param>
internal sealed class ServerFeatures(QmpCompiledSchema compiled, SchemaView view)
{
    private readonly ConcurrentDictionary<Type, bool> _types = new();
    private readonly ConcurrentDictionary<Type, bool[]> _features = new();
    private readonly ArgumentInspector _arguments = new(compiled, view);

    /// <summary>Gets whether the server has what a generated type stands for.</summary>
    /// <param name="type">The generated type.</param>
    /// <param name="client">The generated client.</param>
    /// <exception cref="InvalidOperationException">The type is not from these bindings.</exception>
    public bool Supports(Type type, Type client) =>
        _types.TryGetValue(type, out bool supported) ? supported : _types.GetOrAdd(type, FindSupport(type, client));

    /// <summary>Gets whether the server has a member or value.</summary>
    /// <param name="type">The enum of a features class, or a generated enum.</param>
    /// <param name="feature">The number of the enum value.</param>
    /// <param name="client">The generated client.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not declared.</exception>
    /// <exception cref="InvalidOperationException">The type is not from these bindings.</exception>
    public bool Supports(Type type, int feature, Type client)
    {
        if (!_features.TryGetValue(type, out bool[]? supported))
        {
            supported = _features.GetOrAdd(type, [.. FindFeatures(type, client)]);
        }

        return (uint)(feature - 1) < (uint)supported.Length
            ? supported[feature - 1]
            : throw new ArgumentOutOfRangeException(
                nameof(feature),
                feature,
                $"It is not a declared value of '{type}'. Pass a declared value."
            );
    }

    /// <summary>Checks that the server supports a call.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="arguments">The encoded arguments.</param>
    /// <param name="server">The server for messages, such as <c>QEMU 5.2.0</c>.</param>
    /// <exception cref="QmpNotSupportedException">The server does not have the command, an argument or a
    /// value.</exception>
    /// <exception cref="QmpArgumentException">The server requires an argument that is not set.</exception>
    public void Check(string command, ReadOnlyMemory<byte> arguments, string server)
    {
        if (view.HasAll || compiled.Bindings.Graph.FindCommand(command) is not { } node)
        {
            return;
        }

        if (!view.Has(node))
        {
            throw new QmpNotSupportedException(
                $"'{command}' was not sent, because {server} does not have the command. Releases with it: "
                    + $"{compiled.Bindings.FormatReleases(node)}. Check Supports<{node.TypeName}>() first."
            );
        }

        _arguments.Check(node, arguments, server);
    }

    private bool FindSupport(Type type, Type client)
    {
        BindingsPart part = GetPart(type, client);
        return part.Node switch
        {
            CommandNode command => view.Has(command),
            EventNode @event => view.Has(@event),
            CaseNode @case => view.Has(part.Union!, @case),
            _ => view.Has((TypeNode)part.Node),
        };
    }

    private IEnumerable<bool> FindFeatures(Type type, Type client)
    {
        BindingsPart part = GetPart(type, client);
        bool hasOwner = FindSupport(type, client);
        return part.Content switch
        {
            EnumNode content => content.Values.Select(value => hasOwner && view.Has(content, value)),
            ObjectNode content => content.Members.Select(member => hasOwner && view.Has(content, member)),
            _ => [],
        };
    }

    private BindingsPart GetPart(Type type, Type client) =>
        compiled.Bindings.FindPart(type, client)
        ?? throw new InvalidOperationException(
            $"'{type}' is not from the bindings of this client. "
                + "Pass a generated command, event, type or enum value, or a path as text."
        );
}
