using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TypedPeer;

namespace QmpGen.Tests;

/// <summary>Calls by the records that a generator makes.</summary>
public sealed class TypedCallTests
{
    [Fact]
    public async Task A_typed_answer_is_read_and_a_wrong_one_names_the_command_and_both_versions()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            Task<string> inBand = client.ExecuteAsync(new QueryYank());
            await peer.AnswerAsync(await peer.ExpectAsync("query-yank"), "\"yes\"");
            Assert.Equal("yes", await inBand);

            Task<string> outOfBand = client.ExecuteOutOfBandAsync(new QueryYank());
            Request request = await peer.ExpectAsync("query-yank");
            Assert.True(request.OutOfBand);
            await peer.AnswerAsync(request, "5");
            QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => outOfBand);
            Assert.Equal(
                "The answer to 'query-yank' should be a string by the schema of QEMU 7.2.0, and is a number from QEMU 7.2.22.",
                e.Message
            );
        }
    }

    [Fact]
    public async Task An_extra_argument_that_repeats_is_refused_and_the_next_call_works()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QueryYank command = new()
            {
                ExtraArguments = { ["text"] = "fine", ["twice"] = QmpValue.Parse("""{"a": 1, "a": 2}""") },
            };
            await Assert.ThrowsAsync<QmpArgumentException>(() => client.ExecuteAsync(command));
            await RoundTripAsync(peer, client);
        }
    }
}
