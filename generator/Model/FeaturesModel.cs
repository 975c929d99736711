using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>The class whose values stand for the members and enum values of a merged schema.</summary>
/// <param name="Enums">A nested enum for each record and enum.</param>
internal sealed record FeaturesModel(
    string Name,
    string FullName,
    string Summary,
    EquatableArray<FeatureEnumModel> Enums
) : DeclarationModel(Name, FullName, Summary);

/// <summary>The members of a record or the values of an enum. They count from 1.</summary>
/// <param name="Values">The C# names in the order of the schema text.</param>
internal sealed record FeatureEnumModel(string Name, EquatableArray<string> Values);
