namespace QmpGen.Generator.Model;

/// <summary>What all units of one schema share.</summary>
internal sealed record UnitHeader(string Namespace, string ClientName, bool IsPublic);

/// <summary>One generated file. A change to the schema re-prints only the units that it touches.</summary>
internal sealed record UnitModel(string HintName, UnitHeader Header, EquatableArray<DeclarationModel> Declarations);
