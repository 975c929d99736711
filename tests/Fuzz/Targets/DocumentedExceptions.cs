using System.Text.Json;

namespace QmpGen.Fuzz.Targets;

/// <summary>Checks that exceptions and their causes are documented.</summary>
/// <remarks>Another cause would be a fault of QmpGen that is reported as a fault of the peer.</remarks>
internal static class DocumentedExceptions
{
    private static readonly string s_missingMemberMessage = new KeyNotFoundException().Message;

    /// <summary>Checks an exception and its causes.</summary>
    /// <exception cref="FindingException">The exception or its cause is not documented.</exception>
    public static void Check(Exception e)
    {
        bool isDocumented = e switch
        {
            QmpProtocolException => e.InnerException is null or QmpProtocolException or JsonException
                || IsFromJson(e.InnerException),
            QmpConnectionException => e.InnerException
                is null
                    or QmpConnectionException
                    or QmpCommandException
                    or EndOfStreamException,
            QmpCommandException => e.InnerException is null,
            _ => false,
        };
        if (!isDocumented)
        {
            throw new FindingException(
                $"{e.GetType().Name} with the cause {e.InnerException?.GetType().Name ?? "null"}: {e.Message}",
                e
            );
        }

        if (e.InnerException is QmpException inner)
        {
            Check(inner);
        }
    }

    /// <summary>Whether System.Text.Json throws the exception for a value of another type.</summary>
    /// <remarks>
    /// The same exception from other code is a fault of QmpGen. The source of some is
    /// <c>System.Text.Json.Rethrowable</c>. After inlining, the source for a missing member is the caller, but the
    /// message does not contain the key, as that of a dictionary does.
    /// </remarks>
    private static bool IsFromJson(Exception e) =>
        e switch
        {
            KeyNotFoundException => e.Message == s_missingMemberMessage,
            ObjectDisposedException => false,
            InvalidOperationException or FormatException => e.Source?.StartsWith(
                "System.Text.Json",
                StringComparison.Ordinal
            ) == true,
            _ => false,
        };
}
