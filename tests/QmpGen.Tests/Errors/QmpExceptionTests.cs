namespace QmpGen.Tests;

public sealed class QmpExceptionTests
{
    private static readonly QmpException s_lost = new QmpConnectionException("lost");

    public static TheoryData<QmpException, bool> Exceptions =>
        new()
        {
            { s_lost, true },
            { new QmpTimeoutException("late"), true },
            { new QmpCommandException("stop", "GenericError", "failed"), false },
            { new QmpProtocolException("invalid"), false },
            { new QmpMessageTooLargeException("too large", 1), false },
            { new QmpNotSupportedException("no unix socket"), false },
        };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void IsTransient_OfEachType_IsTrueIfARetryCanSucceed(QmpException exception, bool expected) =>
        Assert.Equal(expected, exception.IsTransient);

    [Fact]
    public void EndedConnection_ClosedByThisProgram_IsNotTransient() =>
        Assert.False(ConnectionEnded.CreateException("not sent", cause: null).IsTransient);

    [Fact]
    public void EndedConnection_WithACause_KeepsItsTypeAndTransience()
    {
        QmpException cause = new QmpConnectionException("exited") { IsTransient = false };

        Assert.False(Assert.IsType<QmpConnectionException>(ConnectionEnded.CreateException("", cause)).IsTransient);
        Assert.True(Assert.IsType<QmpConnectionException>(ConnectionEnded.CreateException("", s_lost)).IsTransient);
        Assert.IsType<QmpProtocolException>(ConnectionEnded.CreateException("", new QmpProtocolException("")));
        Assert.Equal(
            7,
            Assert
                .IsType<QmpMessageTooLargeException>(
                    ConnectionEnded.CreateException("", new QmpMessageTooLargeException("", 7))
                )
                .Limit
        );
    }

    [Fact]
    public async Task Connecting_ToAMissingSocket_IsTransient()
    {
        QmpException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync("unix:/nowhere/vm1.qmp")
        );

        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task Connecting_WithAUsedStream_IsNotTransient()
    {
        QmpEndpoint endpoint = new MemoryStream();
        QmpException first = await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(endpoint));

        QmpException second = await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(endpoint));

        Assert.True(first.IsTransient);
        Assert.False(second.IsTransient);
    }
}
