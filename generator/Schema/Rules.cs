namespace QmpGen.Generator.Schema;

/// <summary>The ids of the diagnostics, each in one place. Their texts stand in
/// <see cref="DiagnosticDescriptors"/>.</summary>
internal static class Rules
{
    public const string Unreadable = "QMPGEN001";
    public const string NotJson = "QMPGEN002";
    public const string NoSchema = "QMPGEN003";
    public const string BrokenEntity = "QMPGEN004";
    public const string UnknownMetaType = "QMPGEN005";
    public const string UnknownType = "QMPGEN006";
    public const string DuplicateEntity = "QMPGEN007";
    public const string BrokenUnion = "QMPGEN008";
    public const string AmbiguousAlternate = "QMPGEN009";
    public const string ListedTwice = "QMPGEN010";
    public const string NamespaceTaken = "QMPGEN011";
    public const string BadMetadata = "QMPGEN012";
    public const string LanguageTooOld = "QMPGEN013";
    public const string NoArguments = "QMPGEN014";
    public const string BadNames = "QMPGEN015";
    public const string UnknownBuiltin = "QMPGEN016";
    public const string NamesCollide = "QMPGEN017";
    public const string NothingSelected = "QMPGEN018";
    public const string BadSelect = "QMPGEN019";
    public const string BadDocs = "QMPGEN020";
    public const string Internal = "QMPGEN099";
}
