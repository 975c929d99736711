using System.Globalization;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Chooses the entities whose code would be too large, before it is built.</summary>
internal sealed class CodeLimiter
{
    private const string TypeRemedy = "It is left out: its values have the type QmpValue.";
    private const string CommandRemedy = "It is left out. Execute it with ExecuteRawAsync.";
    private const string EventRemedy = "It is left out: it is received as QmpUnknownEvent.";

    private readonly HashSet<string> _excess = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];

    private CodeLimiter() { }

    /// <summary>Finds the types whose path is too long for a name.</summary>
    public static Result<HashSet<string>> FindUnnamed(TypeNames names)
    {
        CodeLimiter limiter = new();
        foreach (LongPath path in names.Unnamed)
        {
            bool isWirePath = path.Length <= SchemaBounds.PathLength;
            limiter.LeaveOut(
                new Entity(path.Type, "type", TypeRemedy, 0),
                $"the path that names it has {(isWirePath ? path.WireLength : path.Length)} characters, "
                    + $"but the limit is {(isWirePath ? SchemaBounds.WirePathLength : SchemaBounds.PathLength)}"
            );
        }

        return limiter.CreateResult();
    }

    /// <summary>Finds the entities that exceed the limits.</summary>
    /// <param name="selected">The entities to generate.</param>
    public static Result<HashSet<string>> FindTooLarge(QmpSchema selected, TypeUsage usage, CodeSize size)
    {
        CodeLimiter limiter = new();
        List<Entity> rest = [];
        foreach (Entity entity in FindEntities(selected, usage, size))
        {
            if (entity.Size > SchemaBounds.EntityCode)
            {
                limiter.LeaveOut(
                    entity,
                    $"its code would have about {Format(entity.Size)} characters, "
                        + $"but the limit is {Format(SchemaBounds.EntityCode)}"
                );
            }
            else
            {
                rest.Add(entity);
            }
        }

        limiter.LimitTotal(rest, SchemaBounds.GetTotalCode(selected.Span));
        return limiter.CreateResult();
    }

    private static IEnumerable<Entity> FindEntities(QmpSchema selected, TypeUsage usage, CodeSize size) =>
        [
            .. selected
                .Types.Values.Where(type => usage.IsStandalone(type) && type is not (BuiltinType or ArrayType))
                .Select(type => new Entity(type, "type", TypeRemedy, size.Estimate(type))),
            .. selected.Commands.Select(command => new Entity(
                command,
                "command",
                CommandRemedy,
                size.Estimate(command)
            )),
            .. selected.Events.Select(@event => new Entity(@event, "event", EventRemedy, size.Estimate(@event))),
        ];

    /// <summary>Leaves out the largest entities until the others fit, so that small ones stay.</summary>
    private void LimitTotal(List<Entity> entities, long limit)
    {
        double total = entities.Sum(entity => entity.Size);
        if (total <= limit)
        {
            return;
        }

        string reason =
            $"the code of all entities would have about {Format(total)} characters, "
            + $"but the limit is {Format(limit)}";
        Entity[] largest = [.. entities.OrderByDescending(entity => entity.Size)];
        int count = 0;
        for (; total > limit; count++)
        {
            _excess.Add(largest[count].Schema.Name);
            total -= largest[count].Size;
        }

        Report(
            largest[0],
            reason,
            (
                count == 1
                    ? "The largest entity is left out: this one."
                    : $"The largest entities are left out: this one and {count - 1} others."
            ) + " Select fewer commands and events."
        );
    }

    private void LeaveOut(Entity entity, string reason)
    {
        _excess.Add(entity.Schema.Name);
        Report(entity, reason, entity.Remedy);
    }

    private void Report(Entity entity, string reason, string remedy) =>
        _problems.Add(
            new Problem(
                DiagnosticRules.LimitExceeded,
                entity.Schema.Span.ToLocation(),
                $"The {entity.Kind} '{entity.Schema.Name}'",
                reason,
                remedy
            )
        );

    private Result<HashSet<string>> CreateResult() => new(_excess, [.. _problems]);

    private static string Format(double size) => size.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Entity(SchemaEntity Schema, string Kind, string Remedy, double Size);
}
