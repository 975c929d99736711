namespace QmpGen;

/// <summary>Names the merged releases of a generated namespace.</summary>
/// <param name="namespace">The namespace.</param>
/// <param name="releases">The labels of the dumps, the oldest first.</param>
/// <remarks>Generated code has the attribute if a namespace has several dumps.</remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class QmpReleasesAttribute(string @namespace, params string[] releases) : Attribute
{
    /// <summary>The namespace.</summary>
    public string Namespace { get; } = @namespace;

    /// <summary>The labels of the dumps, the oldest first.</summary>
    public IReadOnlyList<string> Releases { get; } = releases;
}
