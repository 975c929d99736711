using System.Text;

namespace QmpGen;

/// <summary>Formats changes in the notation of QEMU's developers: <c>+ arguments.x: string</c>.</summary>
/// <remarks>The sign is <c>+</c> for an addition, <c>-</c> for a removal, <c>!</c> for another change.</remarks>
internal static class ChangeText
{
    private const string Indent = "    ";

    /// <summary>Formats an entity and its changes, one on each line.</summary>
    public static IEnumerable<string> FormatEntity(QmpSchemaEntityChange entity)
    {
        yield return $"{GetSign(entity.State)} {entity.Name}{FormatUse(entity)}{FormatOwnSeverity(entity)}"
            + FormatReleases(entity.Releases);
        string? path = null;
        foreach (QmpSchemaChange change in entity.Changes)
        {
            bool isValue = change.Kind is QmpSchemaChangeKind.ValueAdded or QmpSchemaChangeKind.ValueRemoved;
            if (isValue && change.Path.Length > 0 && change.Path != path)
            {
                yield return $". {Indent}{change.Path}: enum";
            }

            path = isValue ? change.Path : null;
            string indent = isValue && change.Path.Length > 0 ? Indent + Indent : Indent;
            yield return $"{GetSign(change)} {indent}{FormatContent(change)}{FormatSeverity(change.Severity)}"
                + FormatReleases(change.Releases);
        }
    }

    public static char GetSign(QmpSchemaEntityState state) =>
        state switch
        {
            QmpSchemaEntityState.Added => '+',
            QmpSchemaEntityState.Removed => '-',
            _ => '.',
        };

    public static char GetSign(QmpSchemaChange change) =>
        change.Old is null ? '+'
        : change.New is null ? '-'
        : '!';

    /// <summary>Formats the content of a change, without its sign and severity.</summary>
    public static string FormatContent(QmpSchemaChange change) =>
        change.Kind switch
        {
            QmpSchemaChangeKind.ValueAdded or QmpSchemaChangeKind.ValueRemoved => $"'{change.Old ?? change.New}'",
            QmpSchemaChangeKind.OutOfBandAllowed or QmpSchemaChangeKind.OutOfBandForbidden => change.Path,
            QmpSchemaChangeKind.TypeRenamed => $"{JoinPath(change.Path, "name")}{change.Old} -> {change.New}",
            _ when IsFeature(change.Kind) => $"{JoinPath(change.Path, "")}feature '{change.Old ?? change.New}'",
            _ when change is { Old: { } old, New: { } @new } => $"{JoinPath(change.Path, "")}{old} -> {@new}",
            _ => $"{JoinPath(change.Path, "")}{change.Old ?? change.New}",
        };

    /// <summary>Formats the directions and the shortest path of a type, or an empty text for others.</summary>
    public static string FormatUse(QmpSchemaEntityChange entity) =>
        entity.Place switch
        {
            null => "",
            "" => "  (unused)",
            _ => $"  ({FormatDirections(entity.Directions)}; {entity.Place})",
        };

    public static string FormatDirections(QmpSchemaDirections directions) =>
        directions switch
        {
            QmpSchemaDirections.Sent => "sent",
            QmpSchemaDirections.Received => "received",
            QmpSchemaDirections.Both => "sent and received",
            _ => "not used in the same direction",
        };

    public static string FormatSeverity(QmpSchemaSeverity severity) =>
        severity == QmpSchemaSeverity.Harmless ? "" : $"  [{severity.ToString().ToLowerInvariant()}]";

    public static string FormatTitle(QmpSchemaEntityKind kind) =>
        kind switch
        {
            QmpSchemaEntityKind.Command => "commands",
            QmpSchemaEntityKind.Event => "events",
            _ => "types",
        };

    private static string FormatReleases(IReadOnlyList<string> releases) =>
        releases.Count == 0 ? "" : $"  (as in {string.Join(", ", releases)})";

    private static string FormatOwnSeverity(QmpSchemaEntityChange entity) =>
        entity.State == QmpSchemaEntityState.Changed ? "" : FormatSeverity(entity.Severity);

    private static string JoinPath(string path, string name)
    {
        StringBuilder text = new(path);
        if (path.Length > 0 && name.Length > 0)
        {
            text.Append(' ');
        }

        text.Append(name);
        return text.Length == 0 ? "" : text.Append(": ").ToString();
    }

    private static bool IsFeature(QmpSchemaChangeKind kind) =>
        kind
            is QmpSchemaChangeKind.FeatureAdded
                or QmpSchemaChangeKind.FeatureRemoved
                or QmpSchemaChangeKind.BecameDeprecated
                or QmpSchemaChangeKind.BecameUndeprecated
                or QmpSchemaChangeKind.BecameUnstable
                or QmpSchemaChangeKind.BecameStable;
}
