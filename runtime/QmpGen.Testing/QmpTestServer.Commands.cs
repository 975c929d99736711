using System.Collections.Concurrent;
using System.Text.Json;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <content>The execution of commands, and the commands that do not need a handler of the test.</content>
public sealed partial class QmpTestServer
{
    private static readonly JsonElement s_emptyResult = JsonElement.Parse("{}");

    private readonly ConcurrentDictionary<string, Handler> _handlers = new(StringComparer.Ordinal);

    private delegate Task<JsonElement?> Handler(QmpTestCall call, CancellationToken cancellationToken);

    private void ThrowIfUnknown(string command)
    {
        if (!_schema.Has(command))
        {
            throw new ArgumentException(
                $"The schema does not have the command '{command}'. Check the name or use another schema.",
                nameof(command)
            );
        }
    }

    private async Task<JsonElement> ExecuteAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        _schema.CheckArguments(call.Command, call.Arguments);
        await WaitForHoldsAsync(call, cancellationToken).ConfigureAwait(false);
        if (!_handlers.TryGetValue(call.Command, out Handler? handler))
        {
            throw new QmpTestErrorException(
                $"The test server does not have a handler for '{call.Command}'. "
                    + $"Add one with On(\"{call.Command}\", ...)"
            );
        }

        try
        {
            // A handler that blocks or ignores the token must not prevent the session from ending.
            JsonElement? returned = await Task.Run(() => handler(call, cancellationToken), cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
            JsonElement result = returned ?? s_emptyResult;
            if (_options.CheckResults)
            {
                CheckResult(call.Command, result);
            }

            return result;
        }
        catch (Exception e) when (e is not QmpTestErrorException)
        {
            // When the session ends, a handler can fail with any exception.
            cancellationToken.ThrowIfCancellationRequested();
            throw new QmpTestErrorException(
                $"The handler of On(\"{call.Command}\", ...) threw {e.GetType().Name}: {e.Message}"
            );
        }
    }

    private void CheckResult(string command, JsonElement result)
    {
        if (_schema.FindResultFault(command, result) is { } fault)
        {
            throw new QmpTestErrorException(
                $"The result of On(\"{command}\", ...) does not match the schema: {fault}. "
                    + "Correct the result, or set "
                    + $"{nameof(QmpTestServerOptions)}.{nameof(QmpTestServerOptions.CheckResults)} to false"
            );
        }
    }

    private void AddBuiltInHandlers()
    {
        _handlers[CommandNames.Sync] = _handlers[CommandNames.DelimitedSync] = (call, _) =>
            Task.FromResult<JsonElement?>(call.Arguments.GetProperty("id"));
        _handlers[CommandNames.Negotiation] = (_, _) => Task.FromResult<JsonElement?>(null);
        _handlers["query-qmp-schema"] = (_, _) => Task.FromResult<JsonElement?>(_schema.Dump.Json);
        _handlers["query-version"] = (_, _) =>
            Task.FromResult<JsonElement?>(JsonElement.Parse(MessagePrinter.PrintVersion(_schema.Version)));
        _handlers["query-commands"] = (_, _) =>
            Task.FromResult<JsonElement?>(
                JsonElement.Parse(
                    $"[{string.Join(", ", _schema.Commands.Select(name => $$"""{"name": {{(QmpValue)name}}}"""))}]"
                )
            );
        _handlers[CommandNames.Quit] = async (_, _) =>
        {
            // A storage daemon does not have a machine to shut down.
            if (_schema.HasEvent("SHUTDOWN"))
            {
                await SendEventAsync("SHUTDOWN", QmpValue.Parse("""{"guest": false, "reason": "host-qmp-quit"}"""))
                    .ConfigureAwait(false);
            }

            _quit = true;
            return null;
        };
    }
}
