namespace QmpGen;

/// <summary>States that an assembly supports only some of the merged releases.</summary>
/// <param name="release">The label of the oldest supported dump.</param>
/// <remarks>The analyzer ignores the older dumps. The order of the dumps is that of their labels:
/// <c>docs/several-qemus.md</c>.</remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class QmpMinimumReleaseAttribute(string release) : Attribute
{
    /// <summary>The label of the oldest supported dump.</summary>
    public string Release { get; } = release;

    /// <summary>The generated namespace, or null for all that have a dump of this label.</summary>
    public string? Namespace { get; init; }
}
