using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Model;

/// <summary>The options of a QmpSchema item.</summary>
internal sealed record SchemaOptions(
    string Namespace,
    string ClientName,
    bool IsPublic,
    bool BothDirections,
    ExcludedFeatures Without
);
