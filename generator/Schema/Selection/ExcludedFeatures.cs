namespace QmpGen.Generator.Schema.Selection;

/// <summary>The features that <c>Without</c> excludes from the bindings.</summary>
internal sealed record ExcludedFeatures(bool Unstable, bool Deprecated)
{
    public static readonly ExcludedFeatures None = new(false, false);

    /// <summary>Gets whether one of the features is excluded.</summary>
    public bool Matches(IReadOnlyList<string> features) =>
        (Unstable && features.Contains("unstable")) || (Deprecated && features.Contains("deprecated"));
}
