using System.Globalization;
using System.Text;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Counts how often the test server agrees with QEMU, for each kind of rejection.</summary>
internal sealed class ServerComparison
{
    private readonly SortedDictionary<RejectionKind, (int Both, int Either)> _counts = [];
    private readonly List<string> _differences = [];

    /// <summary>The inputs that only one of them rejects, or that they reject for different reasons.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>The number of errors of state that have the words of a rejection.</summary>
    public int StateErrorCount { get; private set; }

    /// <summary>The share of responses of a kind that both gave, from 0 to 1.</summary>
    public double GetAgreement(RejectionKind kind) =>
        _counts.TryGetValue(kind, out (int Both, int Either) count) ? (double)count.Both / count.Either : 0;

    /// <summary>Compares all responses to an input.</summary>
    public void Add(TestInput input, Rejection[] qemu, Rejection[] server)
    {
        RejectionKind[] accepted = StateErrors.Accept(
            input,
            qemu,
            server.Any(response => response.Kind == RejectionKind.None)
        );
        StateErrorCount += qemu.Zip(accepted).Count(pair => pair.First.Kind != pair.Second);
        foreach ((RejectionKind qemuKind, Rejection response) in accepted.Zip(server))
        {
            Add(input, qemuKind, response.Kind);
        }

        // A missing response is a difference, not an acceptance.
        if (accepted.Length != server.Length)
        {
            _differences.Add($"QEMU sends {accepted.Length} responses, the server {server.Length}: {input.Bytes}");
        }
    }

    public override string ToString() =>
        _counts
            .Aggregate(
                new StringBuilder(),
                (text, count) =>
                    text.AppendLine(
                        CultureInfo.InvariantCulture,
                        $"{count.Key,-15} both {count.Value.Both,6}, either {count.Value.Either,6}, agreement "
                            + $"{100 * GetAgreement(count.Key):F2} %"
                    )
            )
            .ToString();

    private void Add(TestInput input, RejectionKind qemu, RejectionKind server)
    {
        foreach (RejectionKind kind in new[] { qemu, server }.Distinct())
        {
            (int both, int either) = _counts.GetValueOrDefault(kind);
            _counts[kind] = (both + (qemu == server ? 1 : 0), either + 1);
        }

        if (qemu != server)
        {
            _differences.Add($"QEMU: {qemu}, server: {server}: {input.Bytes}");
        }
    }
}
