using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The schema of the peer of one connection, which is fetched when it is needed.</summary>
/// <param name="compiled">The schema of the bindings, or null.</param>
/// <param name="version">The version in the greeting.</param>
/// <param name="fetch">Fetches the schema from the peer.</param>
internal sealed class PeerSchema(QmpCompiledSchema? compiled, QmpVersion version, Func<Task<SchemaGraph>> fetch)
{
    private readonly string _peer =
        version == QmpVersion.Unknown ? "the guest agent"
        : $"QEMU {version.FormatWithPackage()}";

    private readonly Lock _gate = new();
    private Task<SchemaGraph>? _loading;

    /// <summary>The support for the bindings, or null if it is not known yet.</summary>
    /// <remarks>The version decides until the schema is fetched. Programs of other architectures have the same
    /// version.</remarks>
    public ServerFeatures? Features { get; private set; } = compiled?.FindFeatures(version);

    /// <summary>Whether calls cannot be checked until the schema is fetched.</summary>
    public bool IsUnknown => Features is null && compiled is { Releases.Count: > 1 };

    /// <summary>Fetches the schema, if it is not known yet.</summary>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    public Task<SchemaGraph> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_loading is null or { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                _loading = FetchAsync();
                AbandonedTask.ObserveException(_loading);
            }

            return _loading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Checks that the peer supports a call, if that is known.</summary>
    /// <inheritdoc cref="ServerFeatures.Check" path="/exception"/>
    public void Check(string command, ReadOnlyMemory<byte> arguments) => Features?.Check(command, arguments, _peer);

    /// <summary>Compares the bindings with the schema of the peer.</summary>
    /// <returns>The differences. Null if the client is not generated.</returns>
    public async Task<QmpSchemaComparison?> CompareAsync(CancellationToken cancellationToken)
    {
        if (compiled is null)
        {
            return null;
        }

        SchemaGraph schema = await LoadAsync(cancellationToken).ConfigureAwait(false);
        return new QmpSchemaComparison(compiled.Bindings, schema, version);
    }

    private async Task<SchemaGraph> FetchAsync()
    {
        SchemaGraph schema = await fetch().ConfigureAwait(false);
        Features = compiled?.GetFeatures(schema) ?? Features;
        return schema;
    }
}
