using Microsoft.CodeAnalysis.CSharp;

namespace QmpGen.Generator.Emission;

/// <summary>The names that generated code uses, each in one place, and the notation of literals.</summary>
internal static class Text
{
    public const string Reader = "global::QmpGen.CodeGeneration.QmpReader";
    public const string Writer = "global::QmpGen.CodeGeneration.QmpWriter";
    public const string Members = "global::QmpGen.CodeGeneration.QmpMembers";
    public const string EnumTable = "global::QmpGen.CodeGeneration.QmpEnumTable";
    public const string Readable = "global::QmpGen.CodeGeneration.IQmpReadable";
    public const string RecordText = "global::QmpGen.CodeGeneration.QmpRecordText";
    public const string Object = "global::QmpGen.CodeGeneration.IQmpObject";
    public const string Alternate = "global::QmpGen.CodeGeneration.IQmpAlternate";
    public const string ResultWriter = "global::QmpGen.CodeGeneration.IQmpResultWriter";
    public const string Command = "global::QmpGen.IQmpCommand";
    public const string OutOfBandCommand = "global::QmpGen.IQmpOutOfBandCommand";
    public const string ServedCommand = "global::QmpGen.CodeGeneration.IQmpServedCommand";
    public const string Arguments = "global::QmpGen.QmpArguments";
    public const string Event = "global::QmpGen.QmpEvent";
    public const string Value = "global::QmpGen.QmpValue";
    public const string Client = "global::QmpGen.QmpClient";
    public const string ClientOptions = "global::QmpGen.QmpClientOptions";
    public const string Endpoint = "global::QmpGen.QmpEndpoint";
    public const string Session = "global::QmpGen.CodeGeneration.QmpSession";
    public const string Peer = "global::QmpGen.CodeGeneration.QmpPeer";
    public const string Bindings = "global::QmpGen.CodeGeneration.QmpBindings";
    public const string Task = "global::System.Threading.Tasks.Task";
    public const string Token = "global::System.Threading.CancellationToken";
    public const string StringList = "global::System.Collections.Generic.IReadOnlyList<string>";
    public const string SetsRequiredMembers = "[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]";

    /// <summary>The diagnostic of a use of something deprecated.</summary>
    public const string DeprecatedId = "QMPDEPRECATED";

    /// <summary>The diagnostic of a use of something unstable.</summary>
    public const string UnstableId = "QMPUNSTABLE";

    private static readonly string s_version = typeof(Text).Assembly.GetName().Version.ToString(3);

    /// <summary>The attribute on each type.</summary>
    public static string GeneratedCode =>
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"QmpGen\", \"{s_version}\")]";

    /// <summary>
    /// Several wire names as one literal, which the compiler handles much faster than one for each. Between them stands
    /// a space, which no name of QAPI has;
    /// where a name has one all the same, another character, which is said behind it.
    /// </summary>
    public static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        char separator = ' ';
        while (all.Any(name => name.IndexOf(separator) >= 0))
        {
            separator++;
        }

        string text = all.Length == 0 ? "null" : Literal(string.Join(separator.ToString(), all));
        return separator == ' ' ? text : $"{text}, {SymbolDisplay.FormatLiteral(separator, quote: true)}";
    }

    /// <summary>A string in quotes.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
