using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Diagnostics;

/// <summary>Limits the problems of a schema, because each entity can have one.</summary>
internal static class ProblemLimiter
{
    /// <summary>The problems of one kind that are reported.</summary>
    public const int MaxCount = 100;

    /// <summary>Replaces the problems beyond the limit by one with their number.</summary>
    /// <param name="problems">All problems of a schema.</param>
    /// <param name="path">The file of the schema.</param>
    public static EquatableArray<Problem> Limit(IReadOnlyList<Problem> problems, string path)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        List<Problem> reported = [];
        foreach (Problem problem in problems)
        {
            string id = problem.Rule.Id;
            counts[id] = counts.TryGetValue(id, out int count) ? count + 1 : 1;
            if (counts[id] <= MaxCount)
            {
                reported.Add(problem);
            }
        }

        return
        [
            .. reported,
            .. counts.Where(pair => pair.Value > MaxCount).Select(pair => Summarize(path, pair.Key, pair.Value)),
        ];
    }

    private static Problem Summarize(string path, string id, int count) =>
        new(
            DiagnosticRules.LimitExceeded,
            SourceLocation.FromFile(path),
            "The schema",
            $"it has {count} problems of the kind {id}, but the limit is {MaxCount}",
            "The others are not reported."
        );
}
