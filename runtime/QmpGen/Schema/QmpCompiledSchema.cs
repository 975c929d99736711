using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QmpGen.CodeGeneration;

/// <summary>The schema that a generated client passes to the runtime.</summary>
/// <param name="source">Returns the schema as text.</param>
/// <param name="releases">The dumps, the oldest first.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpCompiledSchema(QmpSchemaSource source, params IReadOnlyList<QmpCompiledRelease> releases)
{
    private readonly ConcurrentDictionary<int, ServerFeatures> _releaseFeatures = new();
    private readonly ConditionalWeakTable<SchemaGraph, ServerFeatures> _serverFeatures = [];
    private BindingsSchema? _bindings;

    internal QmpSchemaSource Source => source;

    internal IReadOnlyList<QmpCompiledRelease> Releases => releases;

    /// <summary>The schema, which is read at the first use.</summary>
    internal BindingsSchema Bindings => LazyInitializer.EnsureInitialized(ref _bindings, () => new(this));

    /// <summary>Finds what a server has by its version, or null if no release or several match.</summary>
    /// <remarks>Several dumps of a version differ in the architecture, which the greeting does not contain.</remarks>
    internal ServerFeatures? FindFeatures(QmpVersion version)
    {
        int[] matches = [.. Enumerable.Range(0, releases.Count).Where(index => releases[index].Matches(version))];
        return matches is [var match] ? _releaseFeatures.GetOrAdd(match, CreateFeatures) : null;
    }

    /// <summary>Gets what a server has by its schema.</summary>
    internal ServerFeatures GetFeatures(SchemaGraph server) =>
        _serverFeatures.GetValue(
            server,
            schema => new ServerFeatures(this, new ServerSchemaView(Bindings.Graph, schema))
        );

    private ServerFeatures CreateFeatures(int release) => new(this, new ReleaseView(release, releases.Count));
}
