using System.Globalization;
using System.Text;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Counts where a server agrees with QEMU, by the kind of refusal.</summary>
internal sealed class Comparison
{
    private readonly SortedDictionary<RefusalKind, (int Both, int Either)> _counts = [];
    private readonly List<string> _differences = [];

    /// <summary>What is refused, or the reason, by one of the two only.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>How many errors of state sounded like refusals.</summary>
    public int StateErrorCount { get; private set; }

    /// <summary>How many of the answers that either gave with a kind both did, from 0 to 1.</summary>
    public double AgreementOf(RefusalKind kind) =>
        _counts.TryGetValue(kind, out (int Both, int Either) count) ? (double)count.Both / count.Either : 0;

    /// <summary>Compares all answers to a conversation.</summary>
    public void Add(Conversation conversation, Refusal[] original, Refusal[] copy)
    {
        RefusalKind[] accepted = StateErrors.Accept(
            conversation,
            original,
            copy.Any(answer => answer.Kind == RefusalKind.None)
        );
        StateErrorCount += original.Zip(accepted).Count(pair => pair.First.Kind != pair.Second);
        foreach ((RefusalKind qemus, Refusal servers) in accepted.Zip(copy))
        {
            Add(conversation, qemus, servers.Kind);
        }

        // What has no answer has none to take for an acceptance either.
        if (accepted.Length != copy.Length)
        {
            _differences.Add($"QEMU gives {accepted.Length} answers, the server {copy.Length}: {conversation.Bytes}");
        }
    }

    public override string ToString() =>
        _counts
            .Aggregate(
                new StringBuilder(),
                (text, count) =>
                    text.AppendLine(
                        CultureInfo.InvariantCulture,
                        $"{count.Key,-15} both {count.Value.Both,6}, either {count.Value.Either,6}, agreement {100 * AgreementOf(count.Key):F2} %"
                    )
            )
            .ToString();

    private void Add(Conversation conversation, RefusalKind original, RefusalKind copy)
    {
        foreach (RefusalKind kind in new[] { original, copy }.Distinct())
        {
            (int both, int either) = _counts.GetValueOrDefault(kind);
            _counts[kind] = (both + (original == copy ? 1 : 0), either + 1);
        }

        if (original != copy)
        {
            _differences.Add($"QEMU says {original}, the server {copy}: {conversation.Bytes}");
        }
    }
}
