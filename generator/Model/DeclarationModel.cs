namespace QmpGen.Generator.Model;

/// <summary>A type of the generated namespace.</summary>
/// <param name="Name">The name.</param>
/// <param name="FullName">The name with <c>global::</c> and the namespace.</param>
/// <param name="Summary">The documentation; empty if the name says everything.</param>
internal abstract record DeclarationModel(string Name, string FullName, string Summary)
{
    public AttributesModel Attributes { get; init; }
}
