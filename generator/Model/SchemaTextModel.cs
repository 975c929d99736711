namespace QmpGen.Generator.Model;

/// <summary>The schema of a client as text, which is a part of the client's class.</summary>
internal sealed record SchemaTextModel(string Name, string FullName, string Text)
    : DeclarationModel(Name, FullName, Summary: "");
