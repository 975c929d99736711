using System.Text.Json;
using System.Text.RegularExpressions;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>An answer, as far as it refuses.</summary>
/// <param name="Kind">Why, read from the words that QEMU 7.2 has for it.</param>
/// <param name="Description">Those words; empty where it is no error.</param>
internal sealed partial record Refusal(RefusalKind Kind, string Description)
{
    /// <summary>Reads an answer.</summary>
    public static Refusal Of(string answer)
    {
        if (!JsonElement.Parse(answer).TryGetProperty("error", out JsonElement error))
        {
            return new(RefusalKind.None, "");
        }

        string description = error.GetProperty("desc").GetString()!;
        return new(KindOf(error.GetProperty("class").GetString()!, description), description);
    }

    private static RefusalKind KindOf(string errorClass, string description) =>
        description switch
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

    // Where QEMU wants an unsigned integer it says uint64 for what is none at all, and the width for one that does not
    // fit.
    [GeneratedRegex("^Invalid parameter type for '.+', expected: |^Parameter '.+' expects uint64$")]
    private static partial Regex WrongType();

    [GeneratedRegex("^Parameter '.+' does not accept value '.*'$", RegexOptions.Singleline)]
    private static partial Regex EnumValue();

    [GeneratedRegex("^Parameter '.+' expects u?int(8|16|32)_t$")]
    private static partial Regex Range();
}
