using System.Collections.Immutable;

namespace QmpGen.Generator.Analysis;

/// <summary>The merged releases of a generated namespace that the user's assembly supports.</summary>
/// <param name="labels">The labels of all releases, the oldest first.</param>
/// <param name="minimum">The index of the oldest supported release.</param>
internal sealed class ReleaseList(ImmutableArray<string> labels, int minimum)
{
    /// <summary>The labels, the oldest first.</summary>
    public ImmutableArray<string> Labels { get; } = labels.RemoveRange(0, minimum);

    /// <summary>The labels as a set.</summary>
    public ImmutableHashSet<string> All { get; } = labels.Skip(minimum).ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>Lists the releases that are not in a set.</summary>
    public string FormatMissing(ImmutableHashSet<string> releases) =>
        string.Join(", ", Labels.Where(label => !releases.Contains(label)));
}
