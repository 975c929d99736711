using System.Text.Json;
using System.Text.RegularExpressions;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>The response to a request, reduced to the reason for its rejection.</summary>
/// <param name="Kind">The reason, found by the words of QEMU.</param>
/// <param name="Description">The error description. Empty if the response is not an error.</param>
internal sealed partial record Rejection(RejectionKind Kind, string Description)
{
    /// <summary>Parses a response.</summary>
    public static Rejection Parse(string response, int majorVersion)
    {
        if (!JsonElement.Parse(response).TryGetProperty("error", out JsonElement error))
        {
            return new(RejectionKind.None, "");
        }

        string description = error.GetProperty("desc").GetString()!;
        return new(FindKind(error.GetProperty("class").GetString()!, description, majorVersion), description);
    }

    private static RejectionKind FindKind(string errorClass, string description, int majorVersion) =>
        description switch
        {
            _ when errorClass == "CommandNotFound" => RejectionKind.UnknownCommand,
            _ when Malformed().IsMatch(description) => RejectionKind.Malformed,
            _ when Missing().IsMatch(description) => RejectionKind.Missing,
            _ when Unexpected().IsMatch(description) => RejectionKind.Unexpected,
            _ when WrongType().IsMatch(description) => RejectionKind.WrongType,
            _ when (majorVersion < 6 ? OldEnumValue() : EnumValue()).IsMatch(description) => RejectionKind.EnumValue,
            _ when Range().IsMatch(description) => RejectionKind.Range,
            _ => RejectionKind.None,
        };

    [GeneratedRegex(@"^(QMP input|(\d+:\d+: )?JSON )")]
    private static partial Regex Malformed();

    [GeneratedRegex("^Parameter '.+' is missing$")]
    private static partial Regex Missing();

    [GeneratedRegex("^Parameter '.*' is unexpected$", RegexOptions.Singleline)]
    private static partial Regex Unexpected();

    // If QEMU requires an unsigned integer, it reports uint64 for a value of another type, and the width otherwise.
    [GeneratedRegex("^Invalid parameter type for '.+', expected: |^Parameter '.+' expects uint64$")]
    private static partial Regex WrongType();

    [GeneratedRegex("^Parameter '.+' does not accept value '.*'$", RegexOptions.Singleline)]
    private static partial Regex EnumValue();

    // Before 6.0. Later, it is an error of QEMU's state.
    [GeneratedRegex("^Invalid parameter '.*'$", RegexOptions.Singleline)]
    private static partial Regex OldEnumValue();

    [GeneratedRegex("^Parameter '.+' expects u?int(8|16|32)_t$")]
    private static partial Regex Range();
}
