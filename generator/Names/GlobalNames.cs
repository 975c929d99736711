namespace QmpGen.Generator.Names;

/// <summary>The fully qualified names of types that generated code uses.</summary>
internal static class GlobalNames
{
    public const string QmpArguments = "global::QmpGen.QmpArguments";
    public const string QmpClient = "global::QmpGen.QmpClient";
    public const string QmpClientOptions = "global::QmpGen.QmpClientOptions";
    public const string QmpEndpoint = "global::QmpGen.QmpEndpoint";
    public const string QmpEvent = "global::QmpGen.QmpEvent";
    public const string QmpList = "global::QmpGen.QmpList";
    public const string QmpValue = "global::QmpGen.QmpValue";
    public const string IQmpCommand = "global::QmpGen.IQmpCommand";
    public const string IQmpOutOfBandCommand = "global::QmpGen.IQmpOutOfBandCommand";

    public const string QmpAvailableIn = "global::QmpGen.QmpAvailableIn";
    public const string QmpReleases = "global::QmpGen.QmpReleases";

    public const string QmpBindings = "global::QmpGen.CodeGeneration.QmpBindings";
    public const string QmpEnumTable = "global::QmpGen.CodeGeneration.QmpEnumTable";
    public const string QmpMembers = "global::QmpGen.CodeGeneration.QmpMembers";
    public const string QmpPeer = "global::QmpGen.CodeGeneration.QmpPeer";
    public const string QmpReader = "global::QmpGen.CodeGeneration.QmpReader";
    public const string QmpRecordText = "global::QmpGen.CodeGeneration.QmpRecordText";
    public const string QmpSession = "global::QmpGen.CodeGeneration.QmpSession";
    public const string QmpWriter = "global::QmpGen.CodeGeneration.QmpWriter";
    public const string IQmpAlternate = "global::QmpGen.CodeGeneration.IQmpAlternate";
    public const string IQmpObject = "global::QmpGen.CodeGeneration.IQmpObject";
    public const string IQmpReadable = "global::QmpGen.CodeGeneration.IQmpReadable";
    public const string IQmpResultWriter = "global::QmpGen.CodeGeneration.IQmpResultWriter";
    public const string IQmpServedCommand = "global::QmpGen.CodeGeneration.IQmpServedCommand";

    public const string StringList = "global::System.Collections.Generic.IReadOnlyList<string>";
    public const string StringBuilder = "global::System.Text.StringBuilder";
    public const string SystemEnumerator = "global::System.Collections.Generic.IEnumerator";
    public const string SystemSpan = "global::System.ReadOnlySpan";
    public const string SystemTask = "global::System.Threading.Tasks.Task";
    public const string SystemToken = "global::System.Threading.CancellationToken";
    public const string JsonTokenType = "global::System.Text.Json.JsonTokenType";

    public const string CollectionBuilder = "global::System.Runtime.CompilerServices.CollectionBuilder";
    public const string Experimental = "global::System.Diagnostics.CodeAnalysis.Experimental";
    public const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCode";
    public const string NotNullIfNotNull = "global::System.Diagnostics.CodeAnalysis.NotNullIfNotNull";
    public const string Obsolete = "global::System.Obsolete";
    public const string OverloadResolutionPriority =
        "global::System.Runtime.CompilerServices.OverloadResolutionPriority";
    public const string SetsRequiredMembers = "global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers";
}
