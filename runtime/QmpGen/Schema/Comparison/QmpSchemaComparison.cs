namespace QmpGen;

/// <summary>The differences between the schema of generated bindings and that of a server.</summary>
/// <remarks>The text has the notation of <c>qmpgen check</c>.</remarks>
public sealed class QmpSchemaComparison
{
    internal QmpSchemaComparison(BindingsSchema bindings, SchemaGraph server, QmpVersion serverVersion)
    {
        ServerVersion = serverVersion;
        Releases = [.. bindings.Releases.Select(release => release.Label)];
        Entities = SchemaGraphComparer.Compare(bindings, server, serverVersion);
    }

    /// <summary>The version of the server.</summary>
    public QmpVersion ServerVersion { get; }

    /// <summary>The labels of the dumps that the bindings were generated from, the oldest first.</summary>
    public IReadOnlyList<string> Releases { get; }

    /// <summary>The commands, events and types that differ.</summary>
    /// <remarks>The commands are first, then the events, then the types that are in several places. Each is in ordinal
    /// order. A type with a single place is part of the command, event or type that has it.</remarks>
    public IReadOnlyList<QmpSchemaEntityChange> Entities { get; }

    /// <summary>The severity of the worst difference.</summary>
    public QmpSchemaSeverity Severity =>
        Entities.Select(entity => entity.Severity).DefaultIfEmpty(QmpSchemaSeverity.Harmless).Max();

    /// <summary>Formats the differences as text.</summary>
    /// <returns>One path on each line, then a summary.</returns>
    public override string ToString() =>
        ReportText.Format(
            string.Join(", ", Releases),
            ServerVersion.FormatWithPackage(),
            Entities,
            DifferenceSummary.FromEntities(Entities)
        );
}
