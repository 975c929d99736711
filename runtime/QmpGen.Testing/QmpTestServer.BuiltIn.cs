using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <content>What the server answers by itself.</content>
public sealed partial class QmpTestServer
{
    internal const string Negotiation = "qmp_capabilities";
    internal const string Sync = "guest-sync";
    internal const string DelimitedSync = "guest-sync-delimited";

    private void Demand(string command)
    {
        if (!Schema.Has(command))
        {
            throw new ArgumentException(
                $"The schema has no command '{command}', so that no client can call it.",
                nameof(command)
            );
        }
    }

    private void AddBuiltInAnswers()
    {
        _handlers[Sync] = _handlers[DelimitedSync] = (call, _) =>
            Task.FromResult<QmpValue?>(new QmpValue(call.Arguments.GetProperty("id")));
        _handlers[Negotiation] = (_, _) => Task.FromResult<QmpValue?>(null);
        _handlers["query-qmp-schema"] = (_, _) => Task.FromResult<QmpValue?>(Schema.Dump);
        _handlers["query-version"] = (_, _) =>
            Task.FromResult<QmpValue?>(QmpValue.Parse(AnswerText.Version(Options.Version)));
        _handlers["query-commands"] = (_, _) =>
            Task.FromResult<QmpValue?>(
                QmpValue.Parse(
                    $"[{string.Join(", ", Schema.Commands.Select(name => $$"""{"name": {{(QmpValue)name}}}"""))}]"
                )
            );
        _handlers["quit"] = async (_, _) =>
        {
            // A storage daemon has no machine to shut down.
            if (Schema.HasEvent("SHUTDOWN"))
            {
                await SendEventAsync("SHUTDOWN", QmpValue.Parse("""{"guest": false, "reason": "host-qmp-quit"}"""))
                    .ConfigureAwait(false);
            }

            _quit = true;
            return null;
        };
    }
}
