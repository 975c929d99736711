namespace QmpGen;

/// <summary>Names the releases that have a generated type or member, if other merged releases lack it.</summary>
/// <param name="releases">The labels of the dumps that have it, the oldest first.</param>
/// <remarks>Generated code has the attribute. The analyzer reads it: <c>QMPGEN101</c>.</remarks>
[AttributeUsage(
    AttributeTargets.Class
        | AttributeTargets.Enum
        | AttributeTargets.Field
        | AttributeTargets.Property
        | AttributeTargets.Method,
    Inherited = false
)]
public sealed class QmpAvailableInAttribute(params string[] releases) : Attribute
{
    /// <summary>The labels of the dumps that have it, the oldest first.</summary>
    public IReadOnlyList<string> Releases { get; } = releases;
}
