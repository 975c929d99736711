using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Model;

/// <summary>What the project's item says about a schema file.</summary>
internal sealed record SchemaOptions(
    string Namespace,
    string ClientName,
    bool IsPublic,
    bool BothDirections,
    ExcludedFeatures Without,
    string? QemuVersion
);
