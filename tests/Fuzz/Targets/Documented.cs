using System.Text.Json;

namespace QmpGen.Fuzz.Targets;

/// <summary>Which exceptions the documentation promises, and with what behind them: another cause would be a fault that
/// is only dressed up as the peer's.</summary>
internal static class Documented
{
    private static readonly string s_noMember = new KeyNotFoundException().Message;

    /// <summary>Lets a documented exception pass.</summary>
    /// <exception cref="FindingException">It is none.</exception>
    public static void Check(Exception e)
    {
        bool isDocumented = e switch
        {
            QmpProtocolException => e.InnerException is null or QmpProtocolException or JsonException
                || IsOfJson(e.InnerException),
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
                $"{e.GetType().Name} over {e.InnerException?.GetType().Name ?? "nothing"}: {e.Message}",
                e
            );
        }

        if (e.InnerException is QmpException inner)
        {
            Check(inner);
        }
    }

    /// <summary>
    /// Whether it is how System.Text.Json says that a value is not what it was taken for. An event is told as
    /// unreadable whatever its reader threw, so the same
    /// exception from anywhere else is a fault of our own. The source of some is <c>System.Text.Json.Rethrowable</c>.
    /// That of a member that is not there is whoever
    /// asked for it, once the compiler has inlined the asking; but it does not name what was asked for, as a dictionary
    /// does.
    /// </summary>
    private static bool IsOfJson(Exception e) =>
        e switch
        {
            KeyNotFoundException => e.Message == s_noMember,
            ObjectDisposedException => false,
            InvalidOperationException or FormatException => e.Source?.StartsWith(
                "System.Text.Json",
                StringComparison.Ordinal
            ) == true,
            _ => false,
        };
}
