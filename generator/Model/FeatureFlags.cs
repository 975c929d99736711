namespace QmpGen.Generator.Model;

/// <summary>The features that become attributes.</summary>
internal readonly record struct FeatureFlags(bool Deprecated, bool Unstable)
{
    /// <summary>Creates the flags from the features that a schema lists.</summary>
    public static FeatureFlags From(IReadOnlyList<string> features) =>
        new(features.Contains("deprecated"), features.Contains("unstable"));
}
