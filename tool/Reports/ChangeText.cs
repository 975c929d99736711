using System.Text;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Reports;

/// <summary>Formats changes in the notation of QEMU's developers: <c>+ arguments.x: string</c>.</summary>
/// <remarks>The sign is <c>+</c> for an addition, <c>-</c> for a removal, <c>!</c> for another change.</remarks>
internal static class ChangeText
{
    private const string Indent = "    ";

    /// <summary>Formats an entity and its changes, one on each line.</summary>
    public static IEnumerable<string> FormatEntity(EntityChange entity)
    {
        yield return $"{GetSign(entity.State)} {entity.Name}{FormatUse(entity)}{FormatOwnSeverity(entity)}";
        string? path = null;
        foreach (Change change in entity.Changes)
        {
            bool isValue = change.Kind is ChangeKind.ValueAdded or ChangeKind.ValueRemoved;
            if (isValue && change.Path.Length > 0 && change.Path != path)
            {
                yield return $". {Indent}{change.Path}: enum";
            }

            path = isValue ? change.Path : null;
            string indent = isValue && change.Path.Length > 0 ? Indent + Indent : Indent;
            yield return $"{GetSign(change)} {indent}{FormatContent(change)}{FormatSeverity(change.Severity)}";
        }
    }

    public static char GetSign(EntityState state) =>
        state switch
        {
            EntityState.Added => '+',
            EntityState.Removed => '-',
            _ => '.',
        };

    public static char GetSign(Change change) =>
        change.Old is null ? '+'
        : change.New is null ? '-'
        : '!';

    /// <summary>Formats the content of a change, without its sign and severity.</summary>
    public static string FormatContent(Change change) =>
        change.Kind switch
        {
            ChangeKind.ValueAdded or ChangeKind.ValueRemoved => $"'{change.Old ?? change.New}'",
            ChangeKind.OutOfBandAllowed or ChangeKind.OutOfBandForbidden => change.Path,
            ChangeKind.TypeRenamed => $"{JoinPath(change.Path, "name")}{change.Old} -> {change.New}",
            _ when IsFeature(change.Kind) => $"{JoinPath(change.Path, "")}feature '{change.Old ?? change.New}'",
            _ when change is { Old: { } old, New: { } @new } => $"{JoinPath(change.Path, "")}{old} -> {@new}",
            _ => $"{JoinPath(change.Path, "")}{change.Old ?? change.New}",
        };

    /// <summary>Formats the directions and the shortest path of a type, or an empty text for others.</summary>
    public static string FormatUse(EntityChange entity) =>
        entity.Place switch
        {
            null => "",
            "" => "  (unused)",
            _ => $"  ({FormatDirections(entity.Directions)}; {entity.Place})",
        };

    public static string FormatDirections(Directions directions) =>
        directions switch
        {
            Directions.Sent => "sent",
            Directions.Received => "received",
            Directions.Both => "sent and received",
            _ => "not used in the same direction",
        };

    public static string FormatSeverity(Severity severity) =>
        severity == Severity.Harmless ? "" : $"  [{severity.ToString().ToLowerInvariant()}]";

    public static string FormatTitle(EntryKind kind) =>
        kind switch
        {
            EntryKind.Command => "commands",
            EntryKind.Event => "events",
            _ => "types",
        };

    private static string FormatOwnSeverity(EntityChange entity) =>
        entity.State == EntityState.Changed ? "" : FormatSeverity(entity.Severity);

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

    private static bool IsFeature(ChangeKind kind) =>
        kind
            is ChangeKind.FeatureAdded
                or ChangeKind.FeatureRemoved
                or ChangeKind.BecameDeprecated
                or ChangeKind.BecameUndeprecated
                or ChangeKind.BecameUnstable
                or ChangeKind.BecameStable;
}
