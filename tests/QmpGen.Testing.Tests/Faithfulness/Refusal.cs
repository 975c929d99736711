using System.Text.Json;
using System.Text.RegularExpressions;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Reads the kind of a refusal from the words that QEMU 7.2 has for it.</summary>
internal static partial class Refusal
{
    /// <summary>The kind of an answer.</summary>
    public static RefusalKind Of(string answer) =>
        JsonElement.Parse(answer).TryGetProperty("error", out JsonElement error)
            ? Of(error.GetProperty("class").GetString()!, error.GetProperty("desc").GetString()!)
            : RefusalKind.None;

    private static RefusalKind Of(string errorClass, string description) => description switch
    {
        _ when errorClass == "CommandNotFound" => RefusalKind.UnknownCommand,
        _ when Malformed().IsMatch(description) => RefusalKind.Malformed,
        _ when Missing().IsMatch(description) => RefusalKind.Missing,
        _ when Unexpected().IsMatch(description) => RefusalKind.Unexpected,
        _ when WrongType().IsMatch(description) => RefusalKind.WrongType,
        _ when EnumValue().IsMatch(description) => RefusalKind.EnumValue,
        _ when Range().IsMatch(description) => RefusalKind.Range,
        _ => RefusalKind.None,
    };

    [GeneratedRegex("^(QMP input|JSON )")]
    private static partial Regex Malformed();

    [GeneratedRegex("^Parameter '.+' is missing$")]
    private static partial Regex Missing();

    [GeneratedRegex("^Parameter '.*' is unexpected$", RegexOptions.Singleline)]
    private static partial Regex Unexpected();

    // Where QEMU wants an unsigned integer it says uint64 for what is none at all, and the width for one that does not fit.
    [GeneratedRegex("^Invalid parameter type for '.+', expected: |^Parameter '.+' expects uint64$")]
    private static partial Regex WrongType();

    [GeneratedRegex("^Parameter '.+' does not accept value '.*'$", RegexOptions.Singleline)]
    private static partial Regex EnumValue();

    [GeneratedRegex("^Parameter '.+' expects u?int(8|16|32)_t$")]
    private static partial Regex Range();
}
