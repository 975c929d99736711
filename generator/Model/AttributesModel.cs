using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>The attributes of a type or member.</summary>
/// <param name="Releases">The releases that have it, or nothing if all do that have what contains it.</param>
internal readonly record struct AttributesModel(bool Deprecated, bool Unstable, EquatableArray<string> Releases)
{
    /// <summary>Creates the attributes.</summary>
    /// <param name="features">The features that the schema lists.</param>
    /// <param name="releases">The releases that have it.</param>
    /// <param name="all">The releases that have what contains it.</param>
    public static AttributesModel Create(
        IReadOnlyList<string> features,
        IReadOnlyList<string> releases,
        IReadOnlyList<string> all
    ) =>
        new(
            features.Contains("deprecated"),
            features.Contains("unstable"),
            releases.Count < all.Count ? releases.ToEquatableArray() : []
        );

    /// <summary>Removes the attributes that cause warnings of the compiler.</summary>
    public AttributesModel WithoutFeatures() => new(false, false, Releases);
}
