namespace QmpGen;

internal static class ChangeKinds
{
    public static QmpSchemaChangeKind FromAddedFeature(string feature) =>
        feature switch
        {
            "deprecated" => QmpSchemaChangeKind.BecameDeprecated,
            "unstable" => QmpSchemaChangeKind.BecameUnstable,
            _ => QmpSchemaChangeKind.FeatureAdded,
        };

    public static QmpSchemaChangeKind FromRemovedFeature(string feature) =>
        feature switch
        {
            "deprecated" => QmpSchemaChangeKind.BecameUndeprecated,
            "unstable" => QmpSchemaChangeKind.BecameStable,
            _ => QmpSchemaChangeKind.FeatureRemoved,
        };
}
