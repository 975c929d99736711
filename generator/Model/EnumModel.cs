using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>An enum; its values count from 1, and 0 means not set.</summary>
internal sealed record EnumModel(
    string Name,
    string FullName,
    string Summary,
    FeatureFlags Flags,
    EquatableArray<EnumValueModel> Values
) : DeclarationModel(Name, FullName, Summary, Flags);

/// <summary>A value of an enum.</summary>
internal sealed record EnumValueModel(string WireName, string Name, string Summary, FeatureFlags Flags);
