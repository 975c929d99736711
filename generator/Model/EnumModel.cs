using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>An enum; its values count from 1, and 0 means not set.</summary>
internal sealed record EnumModel(
    string Name,
    string FullName,
    string Summary,
    EquatableArray<EnumValueModel> Values
) : DeclarationModel(Name, FullName, Summary);

/// <summary>A value of an enum.</summary>
internal sealed record EnumValueModel(string WireName, string Name, string Summary, AttributesModel Attributes);
