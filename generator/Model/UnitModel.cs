using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>What all units of one schema share.</summary>
internal sealed record UnitHeader(string Namespace, string ClientName, bool IsPublic)
{
    /// <summary>The accessibility of what is declared.</summary>
    public string Scope => IsPublic ? "public" : "internal";

    /// <summary>The full name of something that is declared in the namespace.</summary>
    public string FullName(string name) => $"global::{Namespace}.{name}";
}

/// <summary>One generated file. A change to the schema re-prints only the units that it touches.</summary>
internal sealed record UnitModel(string HintName, UnitHeader Header, EquatableArray<DeclarationModel> Declarations);
