namespace QmpGen.Generator.Schema.Selection;

/// <summary>The features whose carriers are left out wherever that breaks no contract.</summary>
internal sealed record Omission(bool Unstable, bool Deprecated)
{
    public static readonly Omission None = new(false, false);

    /// <summary>Whether something with these features is left out.</summary>
    public bool Omits(IReadOnlyList<string> features) =>
        (Unstable && features.Contains("unstable")) || (Deprecated && features.Contains("deprecated"));
}
