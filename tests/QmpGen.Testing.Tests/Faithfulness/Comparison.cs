using System.Globalization;
using System.Text;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Counts where two servers agree, by the kind of refusal.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<RefusalKind, (int Both, int Either)> _counts = [];
    private readonly List<(Conversation Conversation, RefusalKind Original, RefusalKind Copy)> _differences = [];

    /// <summary>The differences that nobody has explained.</summary>
    public IEnumerable<string> Unexplained =>
        from difference in _differences
        where !Explained.All.Any(item =>
            (item.Command, item.Original, item.Copy) == (difference.Conversation.Command, difference.Original, difference.Copy)
            && difference.Conversation.Bytes.Contains(item.Part, StringComparison.Ordinal))
        select $"{difference.Original}, but {difference.Copy}: {difference.Conversation.Bytes}";

    /// <summary>How many of the answers that either server gave with a kind both did, from 0 to 1.</summary>
    public double AgreementOf(RefusalKind kind) => _counts.TryGetValue(kind, out (int Both, int Either) count) ? (double)count.Both / count.Either : 0;

    /// <summary>Compares all answers to a conversation.</summary>
    public void Add(Conversation conversation, RefusalKind[] original, RefusalKind[] copy)
    {
        for (int i = 0; i < Math.Max(original.Length, copy.Length); i++)
            Add(conversation, original.ElementAtOrDefault(i), copy.ElementAtOrDefault(i));
    }

    public override string ToString() => _counts
        .OrderBy(count => count.Key)
        .Aggregate(new StringBuilder(), (text, count) => text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{count.Key,-15} both {count.Value.Both,6}, either {count.Value.Either,6}, agreement {100 * AgreementOf(count.Key):F2} %"))
        .ToString();

    private void Add(Conversation conversation, RefusalKind original, RefusalKind copy)
    {
        foreach (RefusalKind kind in new[] { original, copy }.Distinct())
        {
            (int both, int either) = _counts.GetValueOrDefault(kind);
            _counts[kind] = (both + (original == copy ? 1 : 0), either + 1);
        }

        if (original != copy)
            _differences.Add((conversation, original, copy));
    }
}
