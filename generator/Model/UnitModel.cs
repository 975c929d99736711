using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>A generated file. A change of the schema prints only the units again that it affects.</summary>
internal sealed record UnitModel(string HintName, UnitHeader Header, EquatableArray<DeclarationModel> Declarations);

/// <summary>What all units of a schema share.</summary>
/// <param name="Accessibility">The accessibility of the types.</param>
internal sealed record UnitHeader(string Namespace, string ClientName, string Accessibility);
